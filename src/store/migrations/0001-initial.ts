import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

import type { Backend } from '../backend.ts';

type Facts = Pick<Backend, 'idColumn' | 'keyedTable'>;

/** `bigint` throughout: PostgreSQL's integer holds no epoch milliseconds, and to SQLite the two are one. */
export function initial(facts: Facts): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      await createFeeds(db, facts);
      await createArticles(db, facts);
      await createServers(db, facts);
      await createDestinations(db, facts);
      await createSubscriptions(db, facts);
      await createDeliveries(db, facts);
      await createPings(db, facts);
      await createCache(db, facts);
    },
  };
}

async function createFeeds(db: Kysely<unknown>, { idColumn }: Facts): Promise<void> {
  await db.schema
    .createTable('feeds')
    .addColumn('id', sql.raw(idColumn))
    .addColumn('url', 'text', (column) => column.notNull().unique())
    .addColumn('title', 'text')
    .addColumn('link', 'text')
    .addColumn('language', 'text')
    .addColumn('etag', 'text')
    .addColumn('last_modified', 'text')
    .addColumn('fingerprint', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('next_poll_at', 'bigint')
    .addColumn('claimed_until', 'bigint')
    .addColumn('last_polled_at', 'bigint')
    .addColumn('baselined_at', 'bigint')
    .addColumn('failures', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('failing_since', 'bigint')
    .addColumn('last_error', 'text')
    .execute();
  await db.schema.createIndex('feeds_due').on('feeds').column('next_poll_at').execute();
  await createHeldIndex(db, 'feeds');
}

/** Leased rows are few: found without walking past the due ones. */
async function createHeldIndex(db: Kysely<unknown>, table: 'feeds' | 'destinations'): Promise<void> {
  await db.schema
    .createIndex(`${table}_held`)
    .on(table)
    .column('claimed_until')
    .where(sql.ref('claimed_until'), 'is not', null)
    .execute();
}

async function createArticles(db: Kysely<unknown>, { idColumn, keyedTable }: Facts): Promise<void> {
  await db.schema
    .createTable('articles')
    .addColumn('id', sql.raw(idColumn))
    .addColumn('feed_id', 'bigint', (column) => column.notNull().references('feeds.id').onDelete('cascade'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('alias', 'text')
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('link', 'text')
    .addColumn('authors', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('published', 'bigint')
    .addColumn('image', 'text')
    .addColumn('excerpt', 'text', (column) => column.notNull())
    .addColumn('first_seen_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('articles_of_feed').on('articles').columns(['feed_id', 'id']).execute();
  await db.schema.createIndex('articles_alias').on('articles').columns(['alias', 'feed_id']).execute();
  await db.schema
    .createTable('article_keys')
    .addColumn('feed_id', 'bigint', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('article_id', 'bigint', (column) => column.notNull().references('articles.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('article_keys_pk', ['feed_id', 'key'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
  await db.schema.createIndex('article_keys_article').on('article_keys').column('article_id').execute();
  await db.schema
    .createTable('article_tags')
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('article_id', 'bigint', (column) => column.notNull().references('articles.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('article_tags_pk', ['tag', 'article_id'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
  await db.schema.createIndex('article_tags_article').on('article_tags').column('article_id').execute();
}

async function createServers(db: Kysely<unknown>, { keyedTable }: Facts): Promise<void> {
  await db.schema
    .createTable('servers')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('notices_channel', 'text')
    .addColumn('look', 'text', (column) => column.notNull().defaultTo('full'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('server_feeds')
    .addColumn('server_id', 'text', (column) => column.notNull().references('servers.id').onDelete('cascade'))
    .addColumn('feed_id', 'bigint', (column) => column.notNull().references('feeds.id').onDelete('cascade'))
    .addColumn('added_by', 'text')
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .addColumn('paused_at', 'bigint')
    .addPrimaryKeyConstraint('server_feeds_pk', ['server_id', 'feed_id'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
  await db.schema.createIndex('servers_of_feed').on('server_feeds').columns(['feed_id', 'server_id']).execute();
  await db.schema
    .createTable('tag_aliases')
    .addColumn('server_id', 'text', (column) => column.notNull().references('servers.id').onDelete('cascade'))
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('means', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tag_aliases_pk', ['server_id', 'tag'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
}

async function createDestinations(db: Kysely<unknown>, { idColumn }: Facts): Promise<void> {
  await db.schema
    .createTable('destinations')
    .addColumn('id', sql.raw(idColumn))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('server_id', 'text')
    .addColumn('next_send_at', 'bigint')
    .addColumn('claimed_until', 'bigint')
    .addColumn('forbidden_tries', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('closed_at', 'bigint')
    .addColumn('closed_reason', 'text')
    .addUniqueConstraint('destinations_place', ['kind', 'address'])
    .execute();
  await db.schema.createIndex('destinations_of_server').on('destinations').columns(['server_id', 'id']).execute();
  await db.schema.createIndex('destinations_due').on('destinations').column('next_send_at').execute();
  await createHeldIndex(db, 'destinations');
}

async function createSubscriptions(db: Kysely<unknown>, { idColumn, keyedTable }: Facts): Promise<void> {
  await db.schema
    .createTable('subscriptions')
    .addColumn('id', sql.raw(idColumn))
    .addColumn('feed_id', 'bigint', (column) => column.references('feeds.id').onDelete('cascade'))
    .addColumn('server_id', 'text', (column) => column.references('servers.id').onDelete('cascade'))
    .addColumn('member_id', 'text')
    .addColumn('destination_id', 'bigint', (column) =>
      column.notNull().references('destinations.id').onDelete('cascade'),
    )
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('fixed', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('except_tags', 'text', (column) => column.notNull())
    .addColumn('author', 'text')
    .addColumn('ping_role', 'text')
    // A feed that a server gives up takes the server's subscriptions to it along.
    .addForeignKeyConstraint(
      'subscriptions_feed_of_server',
      ['server_id', 'feed_id'],
      'server_feeds',
      ['server_id', 'feed_id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute();
  for (const owner of ['server', 'member'])
    await db.schema
      .createIndex(`subscriptions_of_${owner}`)
      .on('subscriptions')
      .columns([`${owner}_id`, owner === 'server' ? 'feed_id' : 'id'])
      .execute();
  await db.schema.createIndex('subscriptions_of_feed').on('subscriptions').columns(['feed_id', 'id']).execute();
  await db.schema
    .createIndex('subscriptions_of_destination')
    .on('subscriptions')
    .columns(['destination_id', 'id'])
    .execute();
  await db.schema
    .createIndex('subscriptions_fixed')
    .on('subscriptions')
    .column('fixed')
    .where(sql.ref('fixed'), '=', sql.lit(1))
    .execute();
  await db.schema
    .createTable('subscription_tags')
    .addColumn('subscription_id', 'bigint', (column) =>
      column.notNull().references('subscriptions.id').onDelete('cascade'),
    )
    .addColumn('feed_id', 'bigint')
    .addColumn('server_id', 'text')
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('wanted', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('subscription_tags_pk', ['subscription_id', 'wanted', 'tag'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
  for (const scope of ['feed_id', 'server_id'])
    await db.schema
      .createIndex(`subscription_tags_by_${scope}`)
      .on('subscription_tags')
      .columns([scope, 'tag', 'wanted', 'subscription_id'])
      .where(sql.ref(scope), 'is not', null)
      .execute();
}

async function createDeliveries(db: Kysely<unknown>, { idColumn }: Facts): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('id', sql.raw(idColumn))
    .addColumn('article_id', 'bigint', (column) => column.notNull().references('articles.id').onDelete('cascade'))
    .addColumn('destination_id', 'bigint', (column) =>
      column.notNull().references('destinations.id').onDelete('cascade'),
    )
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('attempts', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('failures', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('first_tried_at', 'bigint')
    .addColumn('finished_at', 'bigint')
    .addColumn('message_id', 'text')
    .addUniqueConstraint('deliveries_once', ['article_id', 'destination_id'])
    .execute();
  await db.schema.createIndex('deliveries_of_destination').on('deliveries').columns(['destination_id', 'id']).execute();
  // Only what waits: the head of a lane is its first row, however long the lane's past is.
  await db.schema
    .createIndex('deliveries_waiting')
    .on('deliveries')
    .columns(['destination_id', 'id'])
    .where(sql.ref('state'), '=', sql.lit('waiting'))
    .execute();
}

async function createPings(db: Kysely<unknown>, { keyedTable }: Facts): Promise<void> {
  await db.schema
    .createTable('delivery_pings')
    .addColumn('delivery_id', 'bigint', (column) => column.notNull().references('deliveries.id').onDelete('cascade'))
    .addColumn('role_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('delivery_pings_pk', ['delivery_id', 'role_id'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
}

async function createCache(db: Kysely<unknown>, { keyedTable }: Facts): Promise<void> {
  await db.schema
    .createTable('cache')
    .addColumn('namespace', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addPrimaryKeyConstraint('cache_pk', ['namespace', 'key'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
  await db.schema.createIndex('cache_expiry').on('cache').column('expires_at').execute();
}
