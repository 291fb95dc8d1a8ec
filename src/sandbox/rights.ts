import { INVITED } from './cast.ts';
import type { Channel } from './channel.ts';
import { refusal } from './refusal.ts';
import type { State } from './state.ts';

/** https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags */
export const VIEW_CHANNEL = 1n << 10n;
export const SEND_MESSAGES = 1n << 11n;
export const EMBED_LINKS = 1n << 14n;
export const SEND_MESSAGES_IN_THREADS = 1n << 38n;

/** What the bot may do in a channel: all that it was invited with, but what it is denied there or in a thread's parent. */
export function botRights(state: State, channel: Channel): bigint {
  const denied = (id: string) => state.denied.get(id) ?? 0n;
  return INVITED & ~denied(channel.id) & ~denied(channel.parent_id ?? '');
}

/** @throws Refusal when the bot may not see the channel, or may not do what is asked. */
export function requireRights(state: State, channel: Channel, asked: bigint): void {
  const rights = botRights(state, channel);
  if ((rights & VIEW_CHANNEL) === 0n) throw refusal(50001);
  if ((rights & asked) !== asked) throw refusal(50013);
}
