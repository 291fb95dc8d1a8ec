import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { createFetcher } from '../../src/feed/fetch.ts';
import type { FullDigest } from '../../src/model/article.ts';
import type { Store } from '../../src/store/index.ts';
import { refresh } from '../../src/work/refresh.ts';
import { article, poll } from '../store/world.ts';
import { startOrigin } from './origin.ts';

/** The capture of dev.to's feed; undefined, and said so, where it is absent. */
export function devFeed(): string | undefined {
  const file = join(import.meta.dirname, '../../../shared/seed/dev-feed.xml');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  console.log(`skipped: ${file} is absent`);
  return undefined;
}

/** Makes a feed of these articles, the newest first, one of a server's. @returns the feed's id. */
export async function stock(
  store: Store,
  serverId: string,
  articles: readonly (Partial<FullDigest> & Pick<FullDigest, 'title'>)[],
  { url = 'https://news.example/feed', title = 'The News' } = {},
): Promise<number> {
  const now = Date.now();
  const { id } = await store.feeds.add(url, now);
  await store.servers.addFeed(serverId, id, undefined, now);
  const digests = articles.map((facts, index) =>
    article(id * 10_000 + index, { published: now - (index + 1) * 60_000, ...facts }),
  );
  await store.articles.record(id, poll(digests, { title, backlog: digests.length }), now);
  return id;
}

/** Makes a feed whose document this is one of a server's, read as Herald reads it. */
export async function stockDocument(store: Store, serverId: string, xml: string): Promise<void> {
  const origin = await startOrigin();
  origin.serve('/feed', xml);
  const fetcher = createFetcher({ allowPrivateNetworks: true, contact: undefined, version: '0' });
  const feed = await store.feeds.add(`${origin.url}/feed`, Date.now());
  await store.servers.addFeed(serverId, feed.id, undefined, Date.now());
  const log = pino({ level: 'silent' });
  await refresh(feed, { store, fetcher, log, pollSeconds: 600, backlog: 0, now: Date.now });
  await fetcher.close();
  await origin.close();
}
