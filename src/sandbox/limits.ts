import { codePoints } from '../lib/text.ts';
import { componentFaults } from './component-limits.ts';
import type { AllowedMentions, Embed, MessageBody } from './objects.ts';
import type { FieldFault } from './refusal.ts';
import { urlFaults } from './url-limits.ts';

const MAX_CONTENT = 2000;
const MAX_ALL_EMBEDS = 6000;

/** What is wrong with a message, already trimmed, that Discord's schemas don't know. Lengths are in code points. */
export function messageFaults(body: MessageBody): FieldFault[] {
  const embeds = body.embeds ?? [];
  return [
    ...contentFaults(body.content ?? ''),
    ...embeds.flatMap((embed, index) => embedFaults(embed).map(at('embeds', index))),
    ...sumFaults(embeds),
    ...componentFaults(body.components ?? []).map(at('components')),
    ...mentionFaults(body.allowed_mentions ?? {}).map(at('allowed_mentions')),
  ];
}

/** Puts a fault's path under another one. */
export function at(...above: readonly PropertyKey[]): (fault: FieldFault) => FieldFault {
  return (fault) => ({ ...fault, path: [...above, ...fault.path] });
}

/** All the characters of an embed that count towards the 6,000 of a message. */
export function embedSize(embed: Embed): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  const fields = (embed.fields ?? []).flatMap(({ name, value }) => [name, value]);
  return [...texts, ...fields].reduce((sum, text) => sum + codePoints(text ?? ''), 0);
}

function contentFaults(content: string): FieldFault[] {
  if (codePoints(content) <= MAX_CONTENT) return [];
  return [{ path: ['content'], code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }];
}

function embedFaults(embed: Embed): FieldFault[] {
  return [...emptyFaults(embed), ...urlFaults(embed), ...(isBlank(embed) ? [required(['description'])] : [])];
}

/** A text that is given must not be empty; a field, an author and a footer must have theirs. */
function emptyFaults(embed: Embed): FieldFault[] {
  const fields = (embed.fields ?? []).flatMap(({ name, value }, index): [PropertyKey[], string][] => [
    [['fields', index, 'name'], name],
    [['fields', index, 'value'], value],
  ]);
  const texts: [PropertyKey[], string | null | undefined][] = [
    [['title'], embed.title],
    [['description'], embed.description],
    [['footer', 'text'], embed.footer && (embed.footer.text ?? '')],
    [['author', 'name'], embed.author && (embed.author.name ?? '')],
    ...fields,
  ];
  return texts.filter(([, text]) => text === '').map(([path]) => required(path));
}

function isBlank({ title, description, fields, image, thumbnail, author, footer, video }: Embed): boolean {
  const shown = [title, description, image, thumbnail, author, footer, video];
  return shown.every((part) => part === undefined || part === null) && (fields ?? []).length === 0;
}

function required(path: readonly PropertyKey[]): FieldFault {
  return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
}

function sumFaults(embeds: readonly Embed[]): FieldFault[] {
  if (embeds.reduce((sum, embed) => sum + embedSize(embed), 0) <= MAX_ALL_EMBEDS) return [];
  const message = 'Embed size exceeds maximum size of 6000';
  return [{ path: ['embeds'], code: 'MAX_EMBED_SIZE_EXCEEDED', message }];
}

/** https://discord.com/developers/docs/resources/message#allowed-mentions-object: a kind is parsed or listed, not both. */
function mentionFaults(allowed: AllowedMentions): FieldFault[] {
  return (['users', 'roles'] as const)
    .filter((kind) => (allowed[kind] ?? []).length > 0 && allowed.parse?.includes(kind))
    .map((kind) => ({
      path: [],
      code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
    }));
}
