import { sql, type Kysely } from 'kysely';

import { TOKEN_MARK } from '../tokens.ts';
import type { Facts } from './facts.ts';

export async function createArticles(db: Kysely<unknown>, { idColumn, keyedTable }: Facts): Promise<void> {
  await db.schema
    .createTable('articles')
    .addColumn('id', sql.raw(idColumn))
    .addColumn('feed_id', 'bigint', (column) => column.notNull().references('feeds.id').onDelete('cascade'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('alias', 'text')
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('link', 'text')
    .addColumn('authors', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('published', 'bigint')
    .addColumn('image', 'text')
    .addColumn('first_seen_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint')
    // Last, for a row is read from its beginning: what a search weighs is found without walking through the text.
    .addColumn('excerpt', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('articles_of_feed').on('articles').columns(['feed_id', 'id']).execute();
  await db.schema.createIndex('articles_by_time').on('articles').columns(['first_seen_at', 'id']).execute();
  await db.schema.createIndex('articles_alias').on('articles').columns(['alias', 'feed_id']).execute();
  await db.schema
    .createTable('article_keys')
    .addColumn('feed_id', 'bigint', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('article_id', 'bigint', (column) => column.notNull().references('articles.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('article_keys_pk', ['feed_id', 'key'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
  await db.schema.createIndex('article_keys_article').on('article_keys').column('article_id').execute();
  await db.schema
    .createTable('article_tags')
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('article_id', 'bigint', (column) => column.notNull().references('articles.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('article_tags_pk', ['tag', 'article_id'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
  await db.schema.createIndex('article_tags_article').on('article_tags').column('article_id').execute();
}

/** Counted while recording, so that nothing that is asked for while somebody types walks through articles. */
export async function createCounts(db: Kysely<unknown>, { keyedTable }: Facts): Promise<void> {
  await db.schema
    .createTable('article_days')
    .addColumn('feed_id', 'bigint', (column) => column.notNull().references('feeds.id').onDelete('cascade'))
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('articles', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('article_days_pk', ['feed_id', 'day', 'tag'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
  await db.schema
    .createTable('feed_tags')
    .addColumn('feed_id', 'bigint', (column) => column.notNull().references('feeds.id').onDelete('cascade'))
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('written', 'text', (column) => column.notNull())
    .addColumn('articles', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('feed_tags_pk', ['feed_id', 'tag'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
  await db.schema
    .createTable('feed_authors')
    .addColumn('feed_id', 'bigint', (column) => column.notNull().references('feeds.id').onDelete('cascade'))
    .addColumn('start', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('written', 'text', (column) => column.notNull())
    .addColumn('articles', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('feed_authors_pk', ['feed_id', 'start', 'author'])
    .modifyEnd(sql.raw(keyedTable))
    .execute();
}

/** Only SQLite: see text-index.ts. */
export async function createTexts(db: Kysely<unknown>): Promise<void> {
  await sql`create virtual table article_texts using fts5 (
    title, body, authors, scope,
    content = '', contentless_delete = 1, tokenize = ${sql.lit(`porter unicode61 remove_diacritics 2 tokenchars ${TOKEN_MARK}`)}
  )`.execute(db);
}
