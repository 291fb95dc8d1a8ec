import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a restored database can't know of a feed until it is polled. */
export const doubt: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('feeds').addColumn('doubted_since', 'bigint').execute();
  },
};
