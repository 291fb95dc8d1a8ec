import { sql } from 'kysely';

import type { Database, Rest } from './backend.ts';
import { readdressFeed } from './move.ts';
import { ensureServer } from './servers.ts';
import { restFeed, retryFeed, wakeFeed } from './wanted.ts';

/** A feed, as one server has it. Instants are epoch milliseconds. */
export interface ServerFeed {
  readonly feedId: number;
  readonly url: string;
  readonly title: string | undefined;
  readonly link: string | undefined;
  /** Undefined: the host's settings. */
  readonly addedBy: string | undefined;
  readonly addedAt: number;
  readonly pausedAt: number | undefined;
  /** The server's subscriptions to this feed; those to every feed are not counted. */
  readonly subscriptions: number;
  /** Since when polls fail, and what the last one said. */
  readonly failingSince: number | undefined;
  readonly lastError: string | undefined;
  /** Since when it is asked no more; undefined: it is. */
  readonly disabledAt: number | undefined;
}

/**
 * Makes a feed one of a server's, which wakes it.
 *
 * @param by the member who did; undefined: the host's settings.
 * @returns false when it was one already.
 */
export function addServerFeed(
  db: Database,
  serverId: string,
  feedId: number,
  by: string | undefined,
  now: number,
): Promise<boolean> {
  return db.transaction().execute((trx) => insertServerFeed(trx, serverId, feedId, by, now));
}

export async function insertServerFeed(
  db: Database,
  serverId: string,
  feedId: number,
  by: string | undefined,
  now: number,
): Promise<boolean> {
  await ensureServer(db, serverId, now);
  const added = await db
    .insertInto('server_feeds')
    .values({ server_id: serverId, feed_id: feedId, added_by: by ?? null, added_at: now })
    .onConflict((conflict) => conflict.columns(['server_id', 'feed_id']).doNothing())
    .returning('feed_id')
    .executeTakeFirst();
  if (added === undefined) return false;
  await retryFeed(db, feedId, now);
  await wakeFeed(db, feedId, now);
  return true;
}

/** Ends a server's subscriptions to a feed, and the feed's polls when nobody else wants it. False: it wasn't there. */
export function removeServerFeed(db: Database, serverId: string, feedId: number): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('server_feeds')
      .where('server_id', '=', serverId)
      .where('feed_id', '=', feedId)
      .executeTakeFirstOrThrow();
    await restFeed(trx, feedId);
    return numDeletedRows > 0n;
  });
}

/**
 * Owes nothing of a feed to a server's subscriptions until it is resumed; what came meanwhile is never owed. The feed is polled
 * on for others who want it.
 */
export function pauseServerFeed(db: Database, serverId: string, feedId: number, now: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await setPaused(trx, serverId, feedId, now);
    await restFeed(trx, feedId);
  });
}

export function resumeServerFeed(db: Database, serverId: string, feedId: number, now: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    if (await setPaused(trx, serverId, feedId, null)) await wakeFeed(trx, feedId, now);
  });
}

async function setPaused(db: Database, serverId: string, feedId: number, pausedAt: number | null): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('server_feeds')
    .set({ paused_at: pausedAt })
    .where('server_id', '=', serverId)
    .where('feed_id', '=', feedId)
    .where('paused_at', pausedAt === null ? 'is not' : 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The feeds of a server, in the order in which they were added. */
export async function feedsOfServer(db: Database, serverId: string): Promise<ServerFeed[]> {
  const rows = await db
    .selectFrom('server_feeds')
    .innerJoin('feeds', 'feeds.id', 'server_feeds.feed_id')
    .where('server_feeds.server_id', '=', serverId)
    .select(['feeds.id', 'url', 'title', 'link', 'added_by', 'added_at', 'paused_at'])
    .select(['failing_since', 'last_error', 'disabled_at'])
    .select(
      sql<number>`(select count(*) from subscriptions where subscriptions.server_id = server_feeds.server_id
        and subscriptions.feed_id = feeds.id)`.as('subscriptions'),
    )
    .execute();
  return rows
    .toSorted((a, b) => a.added_at - b.added_at || a.id - b.id)
    .map((row) => ({
      feedId: row.id,
      url: row.url,
      title: row.title ?? undefined,
      link: row.link ?? undefined,
      addedBy: row.added_by ?? undefined,
      addedAt: row.added_at,
      pausedAt: row.paused_at ?? undefined,
      subscriptions: row.subscriptions,
      failingSince: row.failing_since ?? undefined,
      lastError: row.last_error ?? undefined,
      disabledAt: row.disabled_at ?? undefined,
    }));
}

/** How many feeds a server has. */
export async function countServerFeeds(db: Database, serverId: string): Promise<number> {
  const { count } = await db
    .selectFrom('server_feeds')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('server_id', '=', serverId)
    .executeTakeFirstOrThrow();
  return count;
}

/** A server's feeds, bound to a database. */
export function serverFeedsIn(db: Database, reader: Database) {
  return {
    addFeed: (...rest: Rest<typeof addServerFeed>) => addServerFeed(db, ...rest),
    removeFeed: (...rest: Rest<typeof removeServerFeed>) => removeServerFeed(db, ...rest),
    readdressFeed: (...rest: Rest<typeof readdressFeed>) => readdressFeed(db, ...rest),
    pauseFeed: (...rest: Rest<typeof pauseServerFeed>) => pauseServerFeed(db, ...rest),
    resumeFeed: (...rest: Rest<typeof resumeServerFeed>) => resumeServerFeed(db, ...rest),
    feeds: (serverId: string) => feedsOfServer(reader, serverId),
    countFeeds: (serverId: string) => countServerFeeds(reader, serverId),
  };
}
