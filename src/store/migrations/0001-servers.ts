import { sql, type Kysely } from 'kysely';

import { createHeldIndex } from './0001-feeds.ts';
import type { Facts } from './facts.ts';

export async function createServers(db: Kysely<unknown>, { keyedTable }: Facts): Promise<void> {
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

export async function createDestinations(db: Kysely<unknown>, { idColumn }: Facts): Promise<void> {
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
