import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Posts that look as if their feeds spoke, and posts that other servers follow. */
export const looks: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('feeds').addColumn('icon', 'text').execute();
    for (const choice of ['as_feed', 'publishes'])
      await db.schema
        .alterTable('servers')
        .addColumn(choice, 'bigint', (column) => column.notNull().defaultTo(0))
        .execute();
    await db.schema
      .createTable('webhooks')
      .addColumn('channel_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('token', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('publishings')
      .addColumn('message_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('channel_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('next_try_at', 'bigint')
      .addColumn('published_at', 'bigint')
      .execute();
    await db.schema.createIndex('publishings_due').on('publishings').column('next_try_at').execute();
    await db.schema.createIndex('publishings_of_channel').on('publishings').column('channel_id').execute();
  },
};
