import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Articles whose own page was asked for a picture. */
export const pages: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('article_pages')
      .addColumn('article_id', 'bigint', (column) => column.primaryKey().references('articles.id').onDelete('cascade'))
      .addColumn('asked_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};
