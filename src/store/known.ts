import { articleAlias, type ArticleFacts, type KnownArticle } from '../model/article.ts';
import { chunks, type Database } from './backend.ts';
import { prepared, type Given } from './prepared.ts';
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
    await addKeys(db, { rows: some.map(({ key, articleId }) => ({ feed_id: feedId, key, article_id: articleId })) });
  }
}

const addKeys = prepared((db, given: Given<{ rows: { feed_id: number; key: string; article_id: number }[] }>) =>
  db
    .insertInto('article_keys')
    .values(given.rows('rows'))
    .onConflict((conflict) => conflict.columns(['feed_id', 'key']).doNothing()),
);

/** What a feed's articles are recorded under of these keys, and what is known of them. */
export async function recordedArticles(
  db: Database,
  feedId: number,
  keys: readonly string[],
): Promise<Map<string, KnownArticle>> {
  const known = new Map<string, KnownArticle>();
  for (const some of chunks(keys)) {
    for (const row of await withKeys(db, { feedId, keys: some })) known.set(row.key, toKnown(row));
  }
  return known;
}

const withKeys = prepared((db, given: Given<{ feedId: number; keys: readonly string[] }>) =>
  db
    .selectFrom('article_keys')
    .innerJoin('articles', 'articles.id', 'article_keys.article_id')
    .select(['article_keys.key', 'fingerprint', 'published'])
    .where('article_keys.feed_id', '=', given('feedId'))
    .where('article_keys.key', 'in', given.each('keys')),
);

/** A feed’s windows are seldom longer. */
const NEWEST = 30;

/** A feed's newest articles, by the keys under which they were first met. */
export async function newestArticles(db: Database, feedId: number): Promise<Map<string, KnownArticle>> {
  const rows = await newest(db, { feedId });
  return new Map(rows.map((row) => [row.key, toKnown(row)]));
}

const newest = prepared((db, given: Given<{ feedId: number }>) =>
  db
    .selectFrom('articles')
    .select(['key', 'fingerprint', 'published'])
    .where('feed_id', '=', given('feedId'))
    .orderBy('id', 'desc')
    .limit(NEWEST),
);

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
    const rows = await withAliases(db, { feedId, aliases: some.map(({ alias }) => alias) });
    for (const { alias, id } of rows) found.set(alias, id);
  }
  return aliased.flatMap(({ key, alias }) => {
    const articleId = found.get(alias);
    return articleId === undefined ? [] : [{ key, articleId }];
  });
}

const withAliases = prepared((db, given: Given<{ feedId: number; aliases: readonly string[] }>) =>
  db
    .selectFrom('articles')
    .select(['alias', 'id'])
    .where('alias', 'in', given.each('aliases'))
    .where('feed_id', '=', given('feedId')),
);
