import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What tells whether a feed writes an article as it did when it was read last. */
export const fingerprints: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('articles').addColumn('fingerprint', 'integer').execute();
  },
};
