import { setTimeout } from 'node:timers/promises';
import type { REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { placeOf } from './discord/place.ts';
import { kindOfChannel } from './model/destination.ts';
import type { Store } from './store/index.ts';

interface Parts {
  readonly store: Store;
  readonly rest: REST;
  readonly log: Logger;
  readonly now: () => number;
  /** Is told when Discord does not accept the token. */
  readonly unauthorized: (reason: string) => void;
}

const FIRST_REST_MS = 2_000;
const LONGEST_REST_MS = 300_000;

/**
 * Holds the subscription that FEED_URL and CHANNEL_ID stand for, which needs no slash command. What the channel is, and its
 * server, so that its members find the feed in search, tags and subscriptions, is learnt in the background: nothing waits for
 * that.
 */
export async function holdFixedFeed(
  { FEED_URL: url, CHANNEL_ID: address }: Config,
  { store, rest, log, now, unauthorized }: Parts,
): Promise<{ stop(): Promise<void> }> {
  if (url === undefined || address === undefined) {
    await store.subscriptions.setFixed(undefined, now());
    return { stop: () => Promise.resolve() };
  }
  const hold = async ({ serverId, type }: Learnt = {}) => {
    const feed = await store.feeds.add(url, now());
    const kind = type === undefined ? undefined : kindOfChannel(type);
    const destination = await store.destinations.ensure({ kind, address, serverId });
    const place = serverId === undefined ? {} : { serverId };
    await store.subscriptions.setFixed({ feedId: feed.id, destinationId: destination.id, ...place }, now());
  };
  await hold();
  const ending = new AbortController();
  const learnt = learn({ rest, unauthorized }, address, ending.signal)
    .then((place) => (place === undefined ? undefined : hold(place)))
    .catch((error: unknown) => log.error({ err: error }, "what CHANNEL_ID's channel is could not be noted"));
  return {
    stop: async () => {
      ending.abort();
      await learnt;
    },
  };
}

interface Learnt {
  readonly serverId?: string | undefined;
  /** Discord's type of the channel. */
  readonly type?: number;
}

async function learn(
  { rest, unauthorized }: Pick<Parts, 'rest' | 'unauthorized'>,
  channelId: string,
  signal: AbortSignal,
): Promise<Learnt | undefined> {
  for (let restMs = FIRST_REST_MS; !signal.aborted; restMs = Math.min(restMs * 2, LONGEST_REST_MS)) {
    const place = await placeOf(rest, channelId, signal);
    if (place.kind === 'known') return place;
    if (place.kind === 'unauthorized') unauthorized(place.reason);
    if (place.kind !== 'passing') return undefined;
    await setTimeout(restMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
