import { articleAlias, type ArticleFacts } from '../model/article.ts';
import { chunks, type Database } from './backend.ts';

/** What tells whether an article is known. */
export type Identity = Pick<ArticleFacts, 'key' | 'link' | 'title'>;

/**
 * Which of the articles that a feed shows are recorded already, under their key or under another one (see `articleAlias`).
 * A new key of a known article is remembered at once, so that it stays known when its title changes later.
 *
 * @returns their keys.
 */
export async function knownKeys(db: Database, feedId: number, articles: readonly Identity[]): Promise<Set<string>> {
  const known = await recordedKeys(
    db,
    feedId,
    articles.map(({ key }) => key),
  );
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

/** Which of these keys the feed's articles are recorded under. */
export async function recordedKeys(db: Database, feedId: number, keys: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (const some of chunks(keys)) {
    const rows = await db
      .selectFrom('article_keys')
      .select('key')
      .where('feed_id', '=', feedId)
      .where('key', 'in', some)
      .execute();
    for (const { key } of rows) known.add(key);
  }
  return known;
}

/** A feed's windows are seldom longer; each costs a look at its article. */
const NEWEST = 30;

/** The keys of a feed's newest articles. */
export async function newestKeys(db: Database, feedId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('articles')
    .select('key')
    .where('feed_id', '=', feedId)
    .orderBy('id', 'desc')
    .limit(NEWEST)
    .execute();
  return rows.map(({ key }) => key);
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
