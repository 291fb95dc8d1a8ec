import { sql, type Kysely } from 'kysely';

import type { Facts } from './facts.ts';

export async function createDeliveries(db: Kysely<unknown>, { idColumn }: Facts): Promise<void> {
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

export async function createPings(db: Kysely<unknown>, { keyedTable }: Facts): Promise<void> {
  await db.schema
    .createTable('delivery_pings')
    .addColumn('delivery_id', 'bigint', (column) => column.notNull().references('deliveries.id').onDelete('cascade'))
    .addColumn('role_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('delivery_pings_pk', ['delivery_id', 'role_id'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
}
