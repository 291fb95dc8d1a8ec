import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { FullDigest } from '../../src/model/article.ts';
import type { Store } from '../../src/store/index.ts';
import { article, poll } from '../store/world.ts';
import type { Inside } from './herald-inside.ts';

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
  { url = 'https://news.example/feed', title = 'The News', icon = undefined as string | undefined } = {},
): Promise<number> {
  const now = Date.now();
  const { id } = await store.feeds.add(url, now);
  await store.servers.addFeed(serverId, id, undefined, now);
  const digests = articles.map((facts, index) =>
    article(id * 10_000 + index, { published: now - (index + 1) * 60_000, ...facts }),
  );
  await store.articles.record(id, poll(digests, { title, icon, backlog: digests.length }), now);
  return id;
}

/** Makes a feed whose document this is one of a server's, and waits until Herald has read it. */
export async function stockDocument({ origin, store }: Inside, serverId: string, xml: string): Promise<void> {
  origin.serve('/feed', xml);
  const { id } = await store.feeds.add(`${origin.url}/feed`, Date.now());
  await store.servers.addFeed(serverId, id, undefined, Date.now());
  await vi.waitUntil(async () => (await store.search.newestOf(id)) !== undefined, { timeout: 60_000, interval: 25 });
}
