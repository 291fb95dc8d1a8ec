import { INVITED } from './cast.ts';
import type { Channel } from './channel.ts';
import type { MessageBody } from './objects.ts';
import { refusal } from './refusal.ts';
import type { State } from './state.ts';

/** https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags */
export const VIEW_CHANNEL = 1n << 10n;
export const SEND_MESSAGES = 1n << 11n;
export const EMBED_LINKS = 1n << 14n;
export const MANAGE_MESSAGES = 1n << 13n;
export const READ_MESSAGE_HISTORY = 1n << 16n;
export const MANAGE_WEBHOOKS = 1n << 29n;
export const MANAGE_THREADS = 1n << 34n;
export const SEND_MESSAGES_IN_THREADS = 1n << 38n;

/** What the bot may do in a channel: what it was invited with, and what it is granted or denied there or in a thread's parent. */
export function botRights(state: State, channel: Channel): bigint {
  const places = [channel.id, channel.parent_id ?? ''];
  const sum = (rights: ReadonlyMap<string, bigint>) => places.reduce((all, id) => all | (rights.get(id) ?? 0n), 0n);
  return (INVITED | sum(state.granted)) & ~sum(state.denied);
}

/** @throws Refusal when the bot may not see the channel, or may not do what is asked. */
export function requireRights(state: State, channel: Channel, asked: bigint): void {
  const rights = botRights(state, channel);
  if ((rights & VIEW_CHANNEL) === 0n) throw refusal(50001);
  if ((rights & asked) !== asked) throw refusal(50013);
}

/** Without EMBED_LINKS a message loses its embeds, and may not consist of them. */
export function visible(body: MessageBody, rights: bigint): MessageBody {
  if (rights & EMBED_LINKS || (body.embeds ?? []).length === 0) return body;
  if ((body.content ?? '') === '') throw refusal(50013);
  return { ...body, embeds: [] };
}
