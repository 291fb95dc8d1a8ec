import { mentionsIn } from './mentions.ts';
import type { Embed, Message, MessageBody, User } from './objects.ts';
import { refusal } from './refusal.ts';

/** Only the person it answers sees the message. */
export const EPHEMERAL = 1 << 6;
/** The answer to an interaction is still to come. */
export const LOADING = 1 << 7;

/** The flags that a bot may set on a message: SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, IS_COMPONENTS_V2. */
const SETTABLE_FLAGS = (1 << 2) | (1 << 12) | (1 << 15);

interface Place {
  readonly id: string;
  readonly channelId: string;
  readonly author: User;
}

/**
 * The message that a checked body makes.
 *
 * @param now epoch milliseconds.
 * @throws Refusal when it would be empty.
 */
export function composeMessage(body: MessageBody, place: Place, now: number): Message {
  return unlessEmpty(blankMessage(body, place, now));
}

/** The same, also when there is nothing to see yet. */
export function blankMessage(body: MessageBody, place: Place, now: number): Message {
  return {
    id: place.id,
    channel_id: place.channelId,
    author: place.author,
    type: 0,
    content: body.content ?? '',
    timestamp: new Date(now).toISOString(),
    edited_timestamp: null,
    tts: body.tts ?? false,
    pinned: false,
    ...mentionsIn(body.content ?? '', body.allowed_mentions ?? undefined),
    attachments: [],
    embeds: (body.embeds ?? []).map(shownEmbed),
    components: body.components ?? [],
    flags: (body.flags ?? 0) & SETTABLE_FLAGS,
    ...(typeof body.nonce === 'string' || typeof body.nonce === 'number' ? { nonce: body.nonce } : {}),
  };
}

/**
 * The message after an edit: what the body leaves out stays.
 *
 * @throws Refusal when it would be empty.
 */
export function amendMessage(message: Message, body: MessageBody, now: number): Message {
  const { content, embeds, components, flags } = body;
  return unlessEmpty({
    ...message,
    edited_timestamp: new Date(now).toISOString(),
    ...(content !== undefined && {
      content: content ?? '',
      ...mentionsIn(content ?? '', body.allowed_mentions ?? undefined),
    }),
    ...(embeds !== undefined && { embeds: (embeds ?? []).map(shownEmbed) }),
    ...(components !== undefined && { components: components ?? [] }),
    ...(typeof flags === 'number' && { flags: (message.flags & ~SETTABLE_FLAGS) | (flags & SETTABLE_FLAGS) }),
  });
}

/** Whether only the person whom it answers sees a message. */
export const isEphemeral = ({ flags }: Pick<Message, 'flags'>) => (flags & EPHEMERAL) !== 0;

function unlessEmpty(message: Message): Message {
  const { content, embeds, components } = message;
  if (content === '' && embeds.length === 0 && components.length === 0) throw refusal(50006);
  return message;
}

/** An embed as Discord answers it: of a type, and without what was null. */
function shownEmbed(embed: Embed): Embed {
  return { ...Object.fromEntries(Object.entries(embed).filter(([, value]) => value !== null)), type: 'rich' };
}
