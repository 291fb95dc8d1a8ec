import { articleAlias, type ArticleFacts, type KnownArticle } from '../model/article.ts';
import { chunks, type Database } from './backend.ts';
import type { ArticleRow } from './schema.ts';

/** What tells whether an article is known. */
export type Identity = Pick<ArticleFacts, 'key' | 'link' | 'title'>;

/**
 * Which of the articles that a feed shows are recorded already, under their key or under another one (see `articleAlias`).
 * A new key of a known article is remembered at once, so that it stays known when its title changes later.
 *
 * @returns their keys.
 */
export async function knownKeys(db: Database, feedId: number, articles: readonly Identity[]): Promise<Set<string>> {
  const keys = articles.map(({ key }) => key);
  const known = new Set((await recordedArticles(db, feedId, keys)).keys());
  const renamed = await articlesByAlias(
    db,
    feedId,
    articles.filter(({ key }) => !known.has(key)),
  );
  await rememberKeys(db, feedId, renamed);
  for (const { key } of renamed) known.add(key);
  return known;
}

/** A key, and the article that it stands for. */
export interface KeyOfArticle {
  readonly key: string;
  readonly articleId: number;
}

export async function rememberKeys(db: Database, feedId: number, keys: readonly KeyOfArticle[]): Promise<void> {
  for (const some of chunks(keys, 3)) {
    await db
      .insertInto('article_keys')
      .values(some.map(({ key, articleId }) => ({ feed_id: feedId, key, article_id: articleId })))
      .onConflict((conflict) => conflict.columns(['feed_id', 'key']).doNothing())
      .execute();
  }
}

/** What a feed's articles are recorded under of these keys, and what is known of them. */
export async function recordedArticles(
  db: Database,
  feedId: number,
  keys: readonly string[],
): Promise<Map<string, KnownArticle>> {
  const known = new Map<string, KnownArticle>();
  for (const some of chunks(keys)) {
    const rows = await db
      .selectFrom('article_keys')
      .innerJoin('articles', 'articles.id', 'article_keys.article_id')
      .select(['article_keys.key', 'fingerprint', 'published'])
      .where('article_keys.feed_id', '=', feedId)
      .where('article_keys.key', 'in', some)
      .execute();
    for (const row of rows) known.set(row.key, toKnown(row));
  }
  return known;
}

/** A feed’s windows are seldom longer. */
const NEWEST = 30;

/** A feed's newest articles, by the keys under which they were first met. */
export async function newestArticles(db: Database, feedId: number): Promise<Map<string, KnownArticle>> {
  const rows = await db
    .selectFrom('articles')
    .select(['key', 'fingerprint', 'published'])
    .where('feed_id', '=', feedId)
    .orderBy('id', 'desc')
    .limit(NEWEST)
    .execute();
  return new Map(rows.map((row) => [row.key, toKnown(row)]));
}

function toKnown({ fingerprint, published }: Pick<ArticleRow, 'fingerprint' | 'published'>): KnownArticle {
  return { fingerprint: fingerprint ?? undefined, published: published ?? undefined };
}

async function articlesByAlias(db: Database, feedId: number, articles: readonly Identity[]): Promise<KeyOfArticle[]> {
  const aliased = articles.flatMap((article) => {
    const alias = articleAlias(article);
    return alias === undefined ? [] : [{ key: article.key, alias }];
  });
  const found = new Map<string | null, number>();
  for (const some of chunks(aliased)) {
    const aliases = some.map(({ alias }) => alias);
    const rows = await db
      .selectFrom('articles')
      .select(['alias', 'id'])
      .where('alias', 'in', aliases)
      .where('feed_id', '=', feedId)
      .execute();
    for (const { alias, id } of rows) found.set(alias, id);
  }
  return aliased.flatMap(({ key, alias }) => {
    const articleId = found.get(alias);
    return articleId === undefined ? [] : [{ key, articleId }];
  });
}
