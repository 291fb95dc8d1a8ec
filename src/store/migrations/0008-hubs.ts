import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Subscriptions at feeds' hubs, one a feed. */
export const hubs: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('hub_subscriptions')
      .addColumn('feed_id', 'bigint', (column) => column.primaryKey().references('feeds.id').onDelete('cascade'))
      .addColumn('hub', 'text', (column) => column.notNull())
      .addColumn('topic', 'text', (column) => column.notNull())
      .addColumn('token', 'text', (column) => column.notNull().unique())
      .addColumn('secret', 'text', (column) => column.notNull())
      .addColumn('mode', 'text', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('failures', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('asked_at', 'bigint')
      .addColumn('lease_until', 'bigint')
      .addColumn('notified_at', 'bigint')
      .addColumn('silent_polls', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('reason', 'text')
      .execute();
    await db.schema.createIndex('hub_subscriptions_due').on('hub_subscriptions').column('due_at').execute();
  },
};
