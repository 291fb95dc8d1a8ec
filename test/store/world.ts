import type { FullDigest } from '../../src/model/article.ts';
import type { Destination } from '../../src/model/destination.ts';
import type { Feed } from '../../src/model/feed.ts';
import type { Poll } from '../../src/store/articles.ts';
import { chunks, type Database } from '../../src/store/backend.ts';
import type { Store } from '../../src/store/index.ts';
import type { Wish } from '../../src/store/subscriptions.ts';

export const LEASE = 1000;

/** An article; the number makes its key, title and link, and its date unless one is given. */
export function article(number: number, facts: Partial<FullDigest> = {}): FullDigest {
  return {
    key: `key-${number}`,
    title: `Title ${number}`,
    link: `https://news.example/${number}`,
    authors: [{ name: 'Ada', url: undefined }],
    tags: [],
    published: number,
    image: undefined,
    excerpt: `Text ${number}`,
    text: `Text ${number}`,
    fingerprint: number,
    ...facts,
  };
}

/** The same without what is not given back. */
export function stored(facts: FullDigest): Partial<FullDigest> {
  const digest: { -readonly [Name in keyof FullDigest]?: FullDigest[Name] } = { ...facts };
  delete digest.text;
  delete digest.fingerprint;
  return digest;
}

/** A poll that brought these articles, in the document's order. */
export function poll(articles: readonly FullDigest[], facts: Partial<Poll> = {}): Poll {
  return {
    articles,
    title: 'News',
    link: 'https://news.example/',
    language: 'en',
    validators: { etag: '"1"', lastModified: undefined },
    fingerprint: 'print-1',
    nextPollAt: 10_000,
    backlog: 0,
    ...facts,
  };
}

/** A feed whose first poll lies behind it, so that what it brings is news. */
export async function feed(store: Store, url = 'https://news.example/feed'): Promise<Feed> {
  const added = await store.feeds.add(url, 0);
  await store.articles.record(added.id, poll([]), 0);
  return added;
}

export function channel(store: Store, address: string): Promise<Destination> {
  return store.destinations.ensure({ kind: 'channel', address });
}

/** A destination that wants a feed's articles, all of them or those with some tags. */
export async function subscriber(
  store: Store,
  feedId: number,
  address: string,
  wish: Partial<Wish> = {},
): Promise<Destination> {
  const destination = await channel(store, address);
  await store.subscriptions.add({ feedId, destinationId: destination.id, tags: [], except: [], ...wish }, 0);
  return destination;
}

/** Claims and sends until nothing is due. Answers `address title` of each, in the order of sending. */
export async function sendAll(store: Store, now: number): Promise<string[]> {
  const sent: string[] = [];
  for (;;) {
    const deliveries = await store.deliveries.claimDue({ now, leaseMs: LEASE, limit: 100 });
    if (deliveries.length === 0) return sent;
    for (const delivery of deliveries) {
      sent.push(`${delivery.destination.address} ${delivery.article.title}`);
      await store.deliveries.finish(delivery, { kind: 'sent', messageId: String(delivery.id) }, now);
    }
  }
}

/** A feed with so many subscribers, each to its own channel; written row by row beneath the store, which would sync each. */
export async function crowd(
  db: Database,
  feedId: number,
  count: number,
  tagOf: (index: number) => string,
): Promise<void> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  await db.transaction().execute(async (trx) => {
    for (const some of chunks(indexes, 5)) {
      const places = some.map((index) => ({ kind: 'channel', address: `${feedId}-${index}` }));
      const destinations = await trx.insertInto('destinations').values(places).returning('id').execute();
      const wishes = destinations.map(({ id }) => ({
        feed_id: feedId,
        destination_id: id,
        created_at: 0,
        tags: '[]',
        except_tags: '[]',
      }));
      const subscriptions = await trx.insertInto('subscriptions').values(wishes).returning('id').execute();
      const tags = subscriptions.map(({ id }, offset) => ({
        subscription_id: id,
        feed_id: feedId,
        tag: tagOf((some[0] ?? 0) + offset),
        wanted: 1,
      }));
      await trx.insertInto('subscription_tags').values(tags).execute();
    }
  });
}
