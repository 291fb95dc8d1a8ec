import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { pino } from 'pino';
import RssParser from 'rss-parser';

import { createFetcher } from '../../src/feed/fetch.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { POLLS_AT_ONCE } from '../../src/work/poller.ts';
import { createReader } from '../../src/work/reader.ts';
import { refresh } from '../../src/work/refresh.ts';
import type { Mood } from './feeds-origin.ts';
import { summary, type Figure } from './measure.ts';

const FEEDS = 1_024;
/** Loopback has many addresses: hosts are asked one request at a time. */
const HOSTS = 64;
const BATCH = POLLS_AT_ONCE;
/** Twelve at the first poll, and one with each of the next eight. */
const ARTICLES = 20;
const BARE_BATCHES = 10;
/** How often each feed is polled, and what that may cost. A bot runs for months: V8 compiles its code in the first thousands. */
const MOODS: readonly (readonly [mood: Mood, polls: number, boundMs: number])[] = [
  ['one new article', 8, 3],
  ['unchanged', 1, 0.5],
  ['not modified', 1, 0.3],
];

/** What a poll costs: milliseconds of CPU of the whole process, of all its threads, a database in a file among it. */
export async function* benchPolls(): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  const origin = fork(join(import.meta.dirname, 'feeds-origin.ts'));
  const [port] = (await once(origin, 'message')) as [number]; // It sends nothing else.
  const store = await openStore(`sqlite:${join(folder, 'herald.db')}`);
  const poller = pollerOn(store);
  try {
    const urls = await addFeeds(store, port);
    yield await cpuOf('first poll', undefined, FEEDS / BATCH, poller.poll);
    const parser = new RssParser();
    for (const [mood, polls, boundMs] of MOODS) {
      yield await cpuOf(`poll, ${mood}`, boundMs, (FEEDS / BATCH) * polls, async (batch) => {
        if (batch % (FEEDS / BATCH) === 0) {
          origin.send(mood);
          await once(origin, 'message');
        }
        await poller.poll();
      });
      yield await cpuOf(`rss-parser's parseURL, ${mood}`, undefined, BARE_BATCHES, async (batch) => {
        for (let n = 0; n < BATCH; n += 1) await parser.parseURL(urls[batch * BATCH + n] ?? '');
      });
    }
    for (let id = 1; id <= FEEDS; id += 1) await assertHealthy(store, id);
  } finally {
    await poller.close();
    await store.close();
    origin.disconnect();
    await rm(folder, { recursive: true, force: true });
  }
}

async function addFeeds(store: Store, port: number): Promise<string[]> {
  const urls = Array.from({ length: FEEDS }, (_, n) => `http://127.0.0.${1 + (n % HOSTS)}:${port}/feed${n}`);
  for (const url of urls) {
    const { id } = await store.feeds.add(url, 0);
    await store.servers.addFeed('bench', id, undefined, 0);
  }
  return urls;
}

async function assertHealthy(store: Store, id: number): Promise<void> {
  const feed = await store.feeds.get(id);
  if (feed?.lastError !== undefined || feed?.articles !== ARTICLES)
    throw new Error(feed?.lastError ?? 'Articles are missing.');
}

/** Polls what is due as the poller does, on a clock that it turns by itself. */
function pollerOn(store: Store) {
  let now = Date.now();
  const fetcher = createFetcher({ allowPrivateNetworks: true, version: '0' });
  const reader = createReader();
  const log = pino({ level: 'silent' });
  const context = { store, fetcher, reader, log, pollSeconds: 600, backlog: 0, now: () => now };
  return {
    poll: async () => {
      now += 600_000;
      const feeds = await store.feeds.claimDue({ now, leaseMs: 120_000, limit: BATCH });
      if (feeds.length < BATCH) throw new Error(`Only ${feeds.length} of ${BATCH} feeds were due.`);
      await Promise.all(feeds.map((feed) => refresh(feed, context)));
    },
    close: async () => {
      await reader.close();
      await fetcher.close();
    },
  };
}

/** Half of the batches cost at most the first figure, nearly all of them the second. */
async function cpuOf(
  name: string,
  boundMs: number | undefined,
  batches: number,
  step: (batch: number) => Promise<void>,
): Promise<Figure> {
  const costs: number[] = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const began = process.cpuUsage();
    await step(batch);
    const { user, system } = process.cpuUsage(began);
    costs.push((user + system) / 1000 / BATCH);
    if (batch === batches / 5 || batch === batches - 1) sayMemory(name, (batch + 1) * BATCH);
  }
  return summary(`CPU: ${name}`, boundMs, costs);
}

setFlagsFromString('--expose-gc');
// The flag gives new contexts a function that collects garbage.
const collectGarbage = runInNewContext('gc') as () => void;

function sayMemory(name: string, feeds: number): void {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  const [heapMb, outsideMb, allMb] = [heapUsed, external, rss].map((bytes) => Math.round(bytes / 1e6));
  process.stderr.write(
    `${name}: after ${feeds} a heap of ${heapMb} MB, ${outsideMb} beside it, ${allMb} with all threads\n`,
  );
}
