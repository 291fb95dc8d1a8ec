import { sql } from 'kysely';

import type { Database } from './backend.ts';
import { hostOf } from './feed-rows.ts';
import { restFeed, wakeFeed } from './wanted.ts';

/**
 * Asks a feed at another address from now on. It stays the same feed, whose articles are known. When another feed is asked
 * there already, whoever wanted this one wants that one instead.
 */
export function moveFeed(db: Database, id: number, url: string, now: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const there = await trx
      .selectFrom('feeds')
      .select(['id', 'next_poll_at'])
      .where('poll_url', '=', url)
      .where('id', '!=', id)
      .orderBy('id')
      .executeTakeFirst();
    await trx
      .updateTable('feeds')
      .set({ poll_url: url, host: hostOf(url), moving_to: null, moving_polls: 0 })
      .where('id', '=', id)
      .execute();
    if (there === undefined) return;
    // One that sleeps has seen nothing lately: what this one knows is no news there.
    if (there.next_poll_at === null) await handOnKnowledge(trx, id, there.id);
    await handOnSubscriptions(trx, id, there.id);
    await restFeed(trx, id);
    await wakeFeed(trx, there.id, now);
  });
}

/** Lets a server have another feed in the place of one: its subscriptions, and who added it and when, stay. */
export function readdressFeed(db: Database, serverId: string, from: number, to: number, now: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await handOnSubscriptions(trx, from, to, serverId);
    await restFeed(trx, from);
    await wakeFeed(trx, to, now);
  });
}

async function handOnKnowledge(db: Database, from: number, to: number): Promise<void> {
  await db
    .insertInto('article_keys')
    .columns(['feed_id', 'key', 'article_id'])
    .expression(
      db
        .selectFrom('article_keys')
        .select([sql<number>`cast(${to} as bigint)`.as('feed_id'), 'key', 'article_id'])
        .where('feed_id', '=', from),
    )
    .onConflict((conflict) => conflict.columns(['feed_id', 'key']).doNothing())
    .execute();
  await db
    .updateTable('feeds')
    .set((is) => ({
      baselined_at: is.fn.coalesce(
        'baselined_at',
        is.selectFrom('feeds as old').select('old.baselined_at').where('old.id', '=', from),
      ),
    }))
    .where('id', '=', to)
    .execute();
}

/**
 * Lets those of a server's subscriptions that ask for a feed ask for another one.
 *
 * @param serverId undefined: those of everyone.
 */
async function handOnSubscriptions(db: Database, from: number, to: number, serverId?: string): Promise<void> {
  const whose = serverId === undefined ? sql<boolean>`true` : sql<boolean>`server_id = ${serverId}`;
  const own = db
    .selectFrom('server_feeds')
    .select(['server_id', sql<number>`cast(${to} as bigint)`.as('feed_id'), 'added_by', 'added_at', 'paused_at'])
    .where('feed_id', '=', from)
    .where(whose);
  await db
    .insertInto('server_feeds')
    .columns(['server_id', 'feed_id', 'added_by', 'added_at', 'paused_at'])
    .expression(own)
    .onConflict((conflict) => conflict.columns(['server_id', 'feed_id']).doNothing())
    .execute();
  const ids = db.selectFrom('subscriptions').select('id').where('feed_id', '=', from).where(whose);
  await db
    .updateTable('subscription_tags')
    .set({ feed_id: to })
    .where('subscription_id', 'in', ids)
    .where('feed_id', '=', from)
    .execute();
  await db.updateTable('subscriptions').set({ feed_id: to }).where('feed_id', '=', from).where(whose).execute();
  // Last: what still refers to them would go with them.
  await db.deleteFrom('server_feeds').where('feed_id', '=', from).where(whose).execute();
}
