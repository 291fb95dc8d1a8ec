import { sql } from 'kysely';

import type { Feed } from '../model/feed.ts';
import type { Backend, Database } from './backend.ts';
import { toFeed } from './feed-rows.ts';
import { earliest, type Claim } from './lease.ts';

/**
 * Leases feeds that are due, the longest due first: of each host one, and none of a host that is being asked already or wants a
 * pause. The rows tell, so that it holds across processes.
 */
export async function claimDueFeeds({ db, skipsLocked }: Backend, { now, leaseMs, limit }: Claim): Promise<Feed[]> {
  const due = db
    .selectFrom('feeds')
    .select('id')
    .where('next_poll_at', '<=', now)
    .where((is) => is.or([is('claimed_until', 'is', null), is('claimed_until', '<=', now)]))
    .where((is) => is.not(is.exists(pauses(db, now))))
    .where((is) => is.not(is.exists(underWay(db, now))))
    .where((is) => is.not(is.exists(longerDue(db))))
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

function pauses(db: Database, now: number) {
  return db
    .selectFrom('hosts')
    .select('hosts.host')
    .whereRef('hosts.host', '=', sql.ref('feeds.host'))
    .where('hosts.paused_until', '>', now);
}

function underWay(db: Database, now: number) {
  return db
    .selectFrom('feeds as other')
    .select('other.id')
    .whereRef('other.host', '=', sql.ref('feeds.host'))
    .where('other.claimed_until', '>', now);
}

/** A feed of the same host whose turn it is first. */
function longerDue(db: Database) {
  return db
    .selectFrom('feeds as other')
    .select('other.id')
    .whereRef('other.host', '=', sql.ref('feeds.host'))
    .where(sql<boolean>`(other.next_poll_at, other.id) < (feeds.next_poll_at, feeds.id)`);
}

/**
 * When a feed becomes due after `now`, or a lease runs out; undefined when no feed is wanted. What is due already and was not
 * claimed waits for its host. Epoch milliseconds.
 */
export async function nextFeedDueAt(db: Database, now: number): Promise<number | undefined> {
  const free = await db
    .selectFrom('feeds')
    .select('next_poll_at as at')
    .where('next_poll_at', '>', now)
    .where('claimed_until', 'is', null)
    .orderBy('next_poll_at')
    .limit(1)
    .executeTakeFirst();
  const held = await db
    .selectFrom('feeds')
    .select('claimed_until as at')
    .where('claimed_until', '>', now)
    .where('next_poll_at', 'is not', null)
    .orderBy('claimed_until')
    .limit(1)
    .executeTakeFirst();
  return earliest(free?.at, held?.at);
}
