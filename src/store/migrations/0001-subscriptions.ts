import { sql, type Kysely } from 'kysely';

import type { Facts } from './facts.ts';

export async function createSubscriptions(db: Kysely<unknown>, { idColumn }: Facts): Promise<void> {
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
  await createIndexes(db);
}

async function createIndexes(db: Kysely<unknown>): Promise<void> {
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
}

export async function createSubscriptionTags(db: Kysely<unknown>, { keyedTable }: Facts): Promise<void> {
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
