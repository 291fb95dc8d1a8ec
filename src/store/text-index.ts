import { sql, type RawBuilder } from 'kysely';

import type { StoredArticle } from '../model/article.ts';
import { foldTags } from '../model/tag.ts';
import type { Database } from './backend.ts';
import { authorToken, feedToken, segmented, tagToken } from './tokens.ts';

const MAX_TEXT = 20_000;

/** How many of the newest hits are ranked: ranking all hits of a common word takes half a second at a million articles. */
export const RANKED = 1000;

/** Makes an article findable. SQLite's FTS5; contentless, since a text is stored once (https://sqlite.org/fts5.html#contentless_tables). */
export async function indexText(db: Database, article: StoredArticle, text: string): Promise<void> {
  const { id, feedId, title, authors, tags } = article;
  const tokens = [
    feedToken(feedId),
    ...foldTags(tags).map(tagToken),
    ...new Set(authors.map(({ name }) => authorToken(name))),
  ];
  await sql`insert into article_texts (rowid, title, body, authors, scope) values (${id}, ${segmented(title)},
    ${segmented(text.slice(0, MAX_TEXT))}, ${segmented(authors.map(({ name }) => name).join(' / '))},
    ${tokens.join(' ')})`.execute(db);
}

/** Makes an article findable no longer. */
export async function forgetText(db: Database, id: number): Promise<void> {
  await sql`delete from article_texts where rowid = ${id}`.execute(db);
}

/** An article that matches. */
export interface Hit {
  readonly id: number;
  readonly feed_id: number;
  /** When it was published, or first seen; epoch milliseconds. */
  readonly at: number;
  /** The beginning of its alias: two articles that share it are one. */
  readonly alias: string | null;
}

/** Which articles are looked for. */
export interface Wanted {
  /** In FTS5's language; undefined: all. */
  readonly match: string | undefined;
  readonly feedIds: readonly number[];
  /** Only those that Herald has first seen from then on; epoch milliseconds. */
  readonly since: number;
}

/**
 * The newest articles that match. Their rows lie as far apart as their ids: an index has the little that is needed of each, so
 * that a thousand hits are read from memory although the articles' own rows are not in it.
 *
 * @param among the newest matches of all feeds, so many, are looked through for those of the feeds.
 */
export async function newestHits(db: Database, { match, feedIds, since }: Wanted, among = RANKED): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select articles.id, feed_id, min(coalesce(published, first_seen_at), first_seen_at) as at, substr(alias, 1, 8) as alias
    from (${newest(match, await firstSince(db, since), among)}) as hit
    cross join articles indexed by article_hits on articles.id = hit.id
    where +feed_id in (select value from json_each(${JSON.stringify(feedIds)})) limit ${sql.lit(RANKED)}`.execute(db);
  return rows;
}

/** Whether so many articles match, whatever their feeds. */
export async function areMany(db: Database, { match, since }: Wanted, many: number): Promise<boolean> {
  const { rows } = await sql<{ readonly found: number }>`
    select count(*) as found from (${newest(match, await firstSince(db, since), many)})`.execute(db);
  return rows[0]?.found === many;
}

function newest(match: string | undefined, from: number, limit: number): RawBuilder<unknown> {
  if (match === undefined)
    return sql`select id from articles indexed by article_hits where id >= ${from} order by id desc limit ${sql.lit(limit)}`;
  return sql`select rowid as id from article_texts where article_texts match ${match} and rowid >= ${from}
    order by rowid desc limit ${sql.lit(limit)}`;
}

/** The id from which on articles were first seen at an instant or later: ids are given in the order of time. */
async function firstSince(db: Database, since: number): Promise<number> {
  if (since <= 0) return 0;
  const row = await db
    .selectFrom('articles')
    .select('id')
    .where('first_seen_at', '>=', since)
    .orderBy('first_seen_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? Number.MAX_SAFE_INTEGER;
}
