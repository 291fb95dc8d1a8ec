import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a search weighs of each hit, side by side: see text-index.ts. */
export const hits: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create index article_hits on articles
      (id, min(coalesce(published, first_seen_at), first_seen_at), feed_id, substr(alias, 1, 8))`.execute(db);
  },
};
