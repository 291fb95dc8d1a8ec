import type { APIEmbed } from 'discord-api-types/v10';
import { MessageCreateRequestSchema } from 'discord-api-spec/zod';
import { LIMITS } from '../../src/format/limits.ts';
import type { Message } from '../../src/format/message.ts';
import { codePoints } from '../../src/lib/text.ts';

export function embedOf(message: Message): APIEmbed {
  const embed = message.embeds?.[0];
  if (embed === undefined) throw new Error('The message has no embed.');
  return embed;
}

/**
 * What Discord would refuse, as sentences.
 *
 * @param roles the only ones that it may ping.
 */
export function faults(message: Message, roles: readonly string[] = []): string[] {
  const parsed = MessageCreateRequestSchema.safeParse(message);
  const { embeds: [embed = {}] = [], content } = message;
  const { title, description, fields = [], footer, author } = embed;
  const texts: readonly [string, string | undefined, number][] = [
    ['content', content, LIMITS.content],
    ['title', title, LIMITS.title],
    ['description', description, LIMITS.description],
    ['author', author?.name, LIMITS.author],
    ['footer', footer?.text, LIMITS.footer],
    ...fields.map(({ name }): [string, string, number] => ['field name', name, LIMITS.fieldName]),
    ...fields.map(({ value }): [string, string, number] => ['field value', value, LIMITS.fieldValue]),
  ];
  const bad = texts.filter(
    ([, text, max]) => text !== undefined && (text.trim() === '' || codePoints(text.trim()) > max),
  );
  const sum = texts.reduce((total, [, text = '']) => total + codePoints(text), 0);
  const urls = [embed.url, author?.url, embed.image?.url, embed.thumbnail?.url].filter((url) => url !== undefined);
  const allowed = { parse: [], ...(roles.length > 0 && { roles }) };
  return [
    ...(content === undefined && title === undefined ? ['empty'] : []),
    ...(parsed.success ? [] : [parsed.error.message]),
    ...bad.map(([name]) => `${name} is empty or too long`),
    ...(sum > LIMITS.embeds ? [`${sum} code points in all`] : []),
    ...urls.filter((url) => !/^https?:\/\//.test(url) || url.length > LIMITS.url).map((url) => `bad address ${url}`),
    ...(JSON.stringify(message).isWellFormed() ? [] : ['not well-formed']),
    ...(JSON.stringify(message.allowed_mentions) === JSON.stringify(allowed) ? [] : ['may ping']),
  ];
}
