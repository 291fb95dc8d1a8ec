import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Folds, the hourly cap, edits of what was posted, and notices of articles that were given up. */
export const folds: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('deliveries').addColumn('fold_id', 'bigint').execute();
    await db.schema
      .alterTable('deliveries')
      .addColumn('edits', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('deliveries').addColumn('next_edit_at', 'bigint').execute();
    await db.schema.alterTable('servers').addColumn('posts_an_hour', 'bigint').execute();
    await db.schema
      .alterTable('notices')
      .addColumn('article_id', 'bigint', (column) => column.references('articles.id').onDelete('cascade'))
      .execute();
    await db.schema.createIndex('notices_of_article').on('notices').column('article_id').execute();
    for (const column of ['fold_id', 'next_edit_at'])
      await db.schema
        .createIndex(`deliveries_${column}`)
        .on('deliveries')
        .column(column)
        .where(sql.ref(column), 'is not', null)
        .execute();
    await db.schema
      .createIndex('deliveries_sent')
      .on('deliveries')
      .columns(['destination_id', 'finished_at'])
      .where(sql.ref('state'), '=', sql.lit('sent'))
      .execute();
  },
};
