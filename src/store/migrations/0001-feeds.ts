import { sql, type Kysely } from 'kysely';

import type { Facts } from './facts.ts';

export async function createFeeds(db: Kysely<unknown>, { idColumn }: Facts): Promise<void> {
  await db.schema
    .createTable('feeds')
    .addColumn('id', sql.raw(idColumn))
    .addColumn('url', 'text', (column) => column.notNull().unique())
    .addColumn('poll_url', 'text', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('moving_to', 'text')
    .addColumn('moving_polls', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('title', 'text')
    .addColumn('link', 'text')
    .addColumn('language', 'text')
    .addColumn('etag', 'text')
    .addColumn('last_modified', 'text')
    .addColumn('validators_url', 'text')
    .addColumn('fingerprint', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('next_poll_at', 'bigint')
    .addColumn('claimed_until', 'bigint')
    .addColumn('last_polled_at', 'bigint')
    .addColumn('baselined_at', 'bigint')
    .addColumn('articles', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('pace_seconds', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('skip', 'text')
    .addColumn('found_behind', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('missed_since', 'bigint')
    .addColumn('failures', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('failing_since', 'bigint')
    .addColumn('last_error', 'text')
    .addColumn('disabled_at', 'bigint')
    .addColumn('disabled_reason', 'text')
    .execute();
  await db.schema.createIndex('feeds_due').on('feeds').column('next_poll_at').execute();
  await db.schema.createIndex('feeds_of_host').on('feeds').columns(['host', 'next_poll_at']).execute();
  await db.schema.createIndex('feeds_poll_url').on('feeds').column('poll_url').execute();
  await createHeldIndex(db, 'feeds');
  await createHeldHosts(db);
}

/** Feeds under way, by their host. */
async function createHeldHosts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('feeds_held_hosts')
    .on('feeds')
    .columns(['host', 'claimed_until'])
    .where(sql.ref('claimed_until'), 'is not', null)
    .execute();
}

export async function createHosts(db: Kysely<unknown>, { keyedTable }: Facts): Promise<void> {
  await db.schema
    .createTable('hosts')
    .addColumn('host', 'text', (column) => column.primaryKey().notNull())
    .addColumn('paused_until', 'bigint', (column) => column.notNull())
    .modifyEnd(sql.raw(keyedTable))
    .execute();
}

/** Leased rows are few: found without walking past the due ones. */
export async function createHeldIndex(db: Kysely<unknown>, table: 'feeds' | 'destinations'): Promise<void> {
  await db.schema
    .createIndex(`${table}_held`)
    .on(table)
    .column('claimed_until')
    .where(sql.ref('claimed_until'), 'is not', null)
    .execute();
}
