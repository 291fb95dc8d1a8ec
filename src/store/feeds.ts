import type { Feed } from '../model/feed.ts';
import type { Backend, Database, Rest } from './backend.ts';
import { feedHealth } from './health.ts';
import { earliest, type Claim } from './lease.ts';
import { feedFailed, feedUnchanged } from './polls.ts';
import type { FeedRow } from './schema.ts';

/** The feed of an address; made when it isn't there, asleep until a subscription wants it. */
export async function addFeed(db: Database, url: string, now: number): Promise<Feed> {
  await db
    .insertInto('feeds')
    .values({ url, created_at: now })
    .onConflict((conflict) => conflict.column('url').doNothing())
    .execute();
  return toFeed(await db.selectFrom('feeds').selectAll().where('url', '=', url).executeTakeFirstOrThrow());
}

export async function getFeed(db: Database, id: number): Promise<Feed | undefined> {
  const row = await db.selectFrom('feeds').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toFeed(row);
}

/** Leases feeds that are due, the longest due first. */
export async function claimDueFeeds({ db, skipsLocked }: Backend, { now, leaseMs, limit }: Claim): Promise<Feed[]> {
  const due = db
    .selectFrom('feeds')
    .select('id')
    .where('next_poll_at', '<=', now)
    .where((is) => is.or([is('claimed_until', 'is', null), is('claimed_until', '<=', now)]))
    .orderBy('next_poll_at')
    .limit(limit)
    .$if(skipsLocked, (query) => query.forUpdate().skipLocked());
  const rows = await db
    .updateTable('feeds')
    .set({ claimed_until: now + leaseMs })
    .where('id', 'in', due)
    .returningAll()
    .execute();
  return rows.toSorted((a, b) => (a.next_poll_at ?? 0) - (b.next_poll_at ?? 0)).map(toFeed);
}

/** When the next feed is due, or the next lease runs out; undefined when no feed is wanted. Epoch milliseconds. */
export async function nextFeedDueAt(db: Database): Promise<number | undefined> {
  const free = await db
    .selectFrom('feeds')
    .select('next_poll_at as at')
    .where('next_poll_at', 'is not', null)
    .where('claimed_until', 'is', null)
    .orderBy('next_poll_at')
    .limit(1)
    .executeTakeFirst();
  const held = await db
    .selectFrom('feeds')
    .select('claimed_until as at')
    .where('claimed_until', 'is not', null)
    .where('next_poll_at', 'is not', null)
    .orderBy('claimed_until')
    .limit(1)
    .executeTakeFirst();
  return earliest(free?.at, held?.at);
}

function toFeed(row: FeedRow): Feed {
  return {
    id: row.id,
    url: row.url,
    title: row.title ?? undefined,
    link: row.link ?? undefined,
    language: row.language ?? undefined,
    validators: { etag: row.etag ?? undefined, lastModified: row.last_modified ?? undefined },
    fingerprint: row.fingerprint ?? undefined,
    nextPollAt: row.next_poll_at ?? undefined,
    baselinedAt: row.baselined_at ?? undefined,
    failures: row.failures,
    lastError: row.last_error ?? undefined,
  };
}

/** Feeds, bound to a database. */
export function feedsIn(backend: Backend) {
  const { db, reader } = backend;
  return {
    add: (url: string, now: number) => addFeed(db, url, now),
    get: (id: number) => getFeed(db, id),
    claimDue: (claim: Claim) => claimDueFeeds(backend, claim),
    nextDueAt: () => nextFeedDueAt(db),
    unchanged: (...rest: Rest<typeof feedUnchanged>) => feedUnchanged(db, ...rest),
    health: (...rest: Rest<typeof feedHealth>) => feedHealth(reader, ...rest),
    failed: (...rest: Rest<typeof feedFailed>) => feedFailed(db, ...rest),
  };
}
