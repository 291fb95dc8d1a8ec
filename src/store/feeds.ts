import type { Feed } from '../model/feed.ts';
import type { Backend, Database, Rest } from './backend.ts';
import { feedFailed } from './failures.ts';
import { claimDueFeeds, nextFeedDueAt } from './feed-claims.ts';
import { hostOf, toFeed } from './feed-rows.ts';
import { feedHealth } from './health.ts';
import type { Claim } from './lease.ts';
import { moveFeed } from './move.ts';
import { feedUnchanged } from './polls.ts';
import type { FeedRow } from './schema.ts';
import type { Together } from './together.ts';
import { retryFeed } from './wanted.ts';

/**
 * The feed of an address; made when it isn't there, asleep until a subscription wants it. An address that a feed has left, or
 * moved to, is that feed's.
 */
export async function addFeed(db: Database, url: string, now: number): Promise<Feed> {
  const standing = await feedAt(db, url);
  if (standing !== undefined) return toFeed(standing);
  await db
    .insertInto('feeds')
    .values({ url, poll_url: url, host: hostOf(url), created_at: now })
    .onConflict((conflict) => conflict.column('url').doNothing())
    .execute();
  return toFeed(await db.selectFrom('feeds').selectAll().where('url', '=', url).executeTakeFirstOrThrow());
}

async function feedAt(db: Database, url: string): Promise<FeedRow | undefined> {
  const rows = await db
    .selectFrom('feeds')
    .selectAll()
    .where((is) => is.or([is('url', '=', url), is('poll_url', '=', url)]))
    .orderBy('id')
    .execute();
  const named = rows.find((row) => row.url === url);
  if (named === undefined || named.poll_url === url) return named ?? rows[0];
  // It moved to where another feed stood already, which then took it over.
  return (await db.selectFrom('feeds').selectAll().where('url', '=', named.poll_url).executeTakeFirst()) ?? named;
}

export async function getFeed(db: Database, id: number): Promise<Feed | undefined> {
  const row = await db.selectFrom('feeds').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toFeed(row);
}

/** Feeds, bound to a database. */
export function feedsIn(backend: Backend, together: Together) {
  const { db, reader } = backend;
  return {
    add: (url: string, now: number) => addFeed(db, url, now),
    get: (id: number) => getFeed(db, id),
    claimDue: async (claim: Claim) => {
      const claimed = await claimDueFeeds(backend, claim);
      together.expect(claimed.length);
      return claimed;
    },
    /** A poll that was claimed will record nothing: nobody waits for it. */
    brokeOff: () => together.expect(-1),
    nextDueAt: (now: number) => nextFeedDueAt(db, now),
    unchanged: (...rest: Rest<typeof feedUnchanged>) => together.run((trx) => feedUnchanged(trx, ...rest)),
    health: (...rest: Rest<typeof feedHealth>) => feedHealth(reader, ...rest),
    failed: (...rest: Rest<typeof feedFailed>) => together.run((trx) => feedFailed(trx, ...rest)),
    move: (...rest: Rest<typeof moveFeed>) => moveFeed(db, ...rest),
    retry: (...rest: Rest<typeof retryFeed>) => retryFeed(db, ...rest),
  };
}
