import { Routes, type REST } from 'discord.js';
import type { APIChannel } from 'discord-api-types/v10';
import { failureOf, type Failure } from './failure.ts';

/** Short enough that a tag which an admin adds is used at the next article, long enough for a burst. */
const KEEP_MS = 60_000;
/** Channels that are remembered at once. */
const MOST = 1_000;

/** What Discord says of a channel; `fresh`: it was asked just now. */
export type ChannelAnswer = { readonly kind: 'known'; readonly channel: APIChannel; readonly fresh: boolean } | Failure;

export interface Channels {
  get(id: string): Promise<ChannelAnswer>;
  /** The next `get` asks Discord again. */
  forget(id: string): void;
}

/** Channels as Discord describes them, remembered for a minute. */
export function createChannels(rest: REST, now: () => number = Date.now): Channels {
  const kept = new Map<string, { readonly channel: APIChannel; readonly until: number }>();
  return {
    get: async (id) => {
      const there = kept.get(id);
      if (there !== undefined && there.until > now()) return { kind: 'known', channel: there.channel, fresh: false };
      try {
        // The REST client answers `unknown`; Discord documents a channel here.
        const channel = (await rest.get(Routes.channel(id))) as APIChannel;
        kept.delete(id);
        kept.set(id, { channel, until: now() + KEEP_MS });
        const [oldest] = kept.keys();
        if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
        return { kind: 'known', channel, fresh: true };
      } catch (error) {
        return failureOf(error);
      }
    },
    forget: (id) => void kept.delete(id),
  };
}
