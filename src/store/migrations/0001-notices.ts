import { sql, type Kysely } from 'kysely';

import type { Facts } from './facts.ts';

export async function createNotices(db: Kysely<unknown>, { idColumn }: Facts): Promise<void> {
  await db.schema
    .createTable('notices')
    .addColumn('id', sql.raw(idColumn))
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('feed_id', 'bigint', (column) => column.references('feeds.id').onDelete('cascade'))
    .addColumn('channel_id', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('next_send_at', 'bigint', (column) => column.notNull())
    .addColumn('claimed_until', 'bigint')
    .execute();
  await db.schema.createIndex('notices_due').on('notices').column('next_send_at').execute();
}
