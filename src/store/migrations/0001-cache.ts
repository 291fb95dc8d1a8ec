import { sql, type Kysely } from 'kysely';

import type { Facts } from './facts.ts';

export async function createCache(db: Kysely<unknown>, { keyedTable }: Facts): Promise<void> {
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
