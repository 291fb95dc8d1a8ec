import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What tells whether a feed writes an article as it did when it was read last. */
export const fingerprints: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('articles').addColumn('fingerprint', 'integer').execute();
    // What a changed document is compared with, in one place: the rows of a feed's newest articles lie far apart.
    await db.schema.dropIndex('articles_of_feed').execute();
    await db.schema
      .createIndex('articles_of_feed')
      .on('articles')
      .columns(['feed_id', 'id', 'key', 'fingerprint', 'published'])
      .execute();
  },
};
