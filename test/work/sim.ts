import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createFetcher } from '../../src/feed/fetch.ts';
import type { Feed } from '../../src/model/feed.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { createReader } from '../../src/work/reader.ts';
import { refresh, type PollContext } from '../../src/work/refresh.ts';
import { sendAll, subscriber } from '../store/world.ts';

/** A poller in a time that the test turns on, against real servers on loopback. */
export interface Sim {
  readonly store: Store;
  readonly clock: { now: number };
  /** A feed whose articles go to the one channel of the simulation. */
  readonly add: (url: string) => Promise<Feed>;
  readonly poll: (feed: Pick<Feed, 'id'>) => Promise<number>;
  /** Polls whatever is due until an instant. */
  readonly runUntil: (end: number) => Promise<void>;
  /** The titles of what was posted since it was asked last. */
  readonly posted: () => Promise<string[]>;
  /** The feed's row as it is. */
  readonly row: (feed: Pick<Feed, 'id'>) => Promise<Feed>;
  /** Another process on the same database, as after a restart. */
  readonly restart: () => Promise<void>;
}

/** How long time may stand at most: a host's pause may end in between. */
const STEP_MS = 300_000;

export async function simulate({
  start = Date.UTC(2026, 5, 1),
  pollSeconds = 600,
  totalMs = 15_000,
  url = '',
  hurried = true,
} = {}) {
  const clock = { now: start };
  let store = await openStore(url === '' ? 'sqlite::memory:' : url);
  const now = () => clock.now;
  const pauses = {
    pausedUntil: (host: string) => store.hosts.pausedUntil(host, clock.now),
    pause: (host: string, until: number) => store.hosts.pause(host, until),
  };
  const limits = { totalMs };
  const fetcher = createFetcher({ allowPrivateNetworks: true, version: '0', limits, now, pauses });
  const reader = createReader({ maxMs: 20_000, maxWaitMs: 20_000 });
  onTestFinished(async () => {
    await Promise.all([fetcher.close(), reader.close(), store.close()]);
  });
  const log = pino({ level: 'silent' });
  const context = (): PollContext => ({
    store,
    fetcher,
    reader,
    log,
    pollSeconds,
    backlog: 0,
    now,
    ...(hurried && { pageRestMs: 0 }),
  });
  const sim: Sim = {
    get store() {
      return store;
    },
    clock,
    add: async (address) => {
      const feed = await store.feeds.add(address, clock.now);
      await subscriber(store, feed.id, 'channel');
      return feed;
    },
    row: (feed) => rowOf(store, feed),
    poll: async (feed) => await refresh(await rowOf(store, feed), context()),
    runUntil: async (end) => {
      while (clock.now < end) {
        const claimed = await store.feeds.claimDue({ now: clock.now, leaseMs: 240_000, limit: 16 });
        await Promise.all(claimed.map((feed) => refresh(feed, context())));
        if (claimed.length > 0) continue;
        const next = (await store.feeds.nextDueAt(clock.now)) ?? Infinity;
        clock.now = Math.min(end, next, clock.now + STEP_MS);
      }
    },
    posted: async () => (await sendAll(store, clock.now)).map((line) => line.replace(/^channel /, '')),
    restart: async () => {
      await store.close();
      store = await openStore(url);
    },
  };
  return sim;
}

async function rowOf(store: Store, { id }: Pick<Feed, 'id'>): Promise<Feed> {
  const row = await store.feeds.get(id);
  if (row === undefined) throw new Error(`there is no feed ${id}`);
  return row;
}

/** A generator of chance (mulberry32) that a seed repeats. @returns 0 to 1. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
