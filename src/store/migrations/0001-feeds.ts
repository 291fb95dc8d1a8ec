import { sql, type Kysely } from 'kysely';

import type { Facts } from './facts.ts';

export async function createFeeds(db: Kysely<unknown>, { idColumn }: Facts): Promise<void> {
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
    .addColumn('articles', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('failures', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('failing_since', 'bigint')
    .addColumn('last_error', 'text')
    .execute();
  await db.schema.createIndex('feeds_due').on('feeds').column('next_poll_at').execute();
  await createHeldIndex(db, 'feeds');
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
