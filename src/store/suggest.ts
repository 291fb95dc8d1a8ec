import { sql } from 'kysely';

import { foldAuthor } from '../model/article.ts';
import { foldTag } from '../model/tag.ts';
import type { Database, Rest } from './backend.ts';
import { dayOf } from './days.ts';
import { feedIdsOf, type Scope } from './scope.ts';

/** As many proposals as Discord shows. */
const MOST = 25;
/** How many counts are looked through for one proposal: some 2 ms. The first letters typed leave fewer in any case. */
const LOOKED_AT = 2500;
const LAST = '\u{10FFFF}';

/** Something that can be chosen while typing. */
export interface Suggested {
  /** As it was written. */
  readonly written: string;
  readonly articles: number;
}

/** The tags of a scope that begin so, the most used first; without a beginning, those of the last week. */
export async function suggestTags(db: Database, scope: Scope, prefix: string, now: number): Promise<Suggested[]> {
  const feedIds = await feedIdsOf(db, scope);
  const start = foldTag(prefix);
  if (feedIds.length === 0) return [];
  const counts = start === '' ? lately(db, feedIds, now) : tagsFrom(db, feedIds, start);
  return await db
    .selectFrom(counts.as('counted'))
    .select((is) => [is.fn.min('written').as('written'), is.fn.sum<number>('articles').as('articles')])
    .groupBy('tag')
    .orderBy(sql`sum(articles)`, 'desc')
    .orderBy('tag')
    .limit(MOST)
    .execute();
}

function lately(db: Database, feedIds: readonly number[], now: number) {
  return db
    .selectFrom('article_days')
    .select(['tag', 'tag as written', 'articles'])
    .where('feed_id', 'in', feedIds)
    .where('day', '>', dayOf(now) - 7)
    .where('tag', '!=', '')
    .limit(LOOKED_AT);
}

function tagsFrom(db: Database, feedIds: readonly number[], start: string) {
  return db
    .selectFrom('feed_tags')
    .select(['tag', 'written', 'articles'])
    .where('feed_id', 'in', feedIds)
    .where('tag', '>=', start)
    .where('tag', '<', start + LAST)
    .limit(LOOKED_AT);
}

/** The authors of a scope one of whose names begins so, those of the most articles first. */
export async function suggestAuthors(db: Database, scope: Scope, prefix: string): Promise<Suggested[]> {
  const feedIds = await feedIdsOf(db, scope);
  const start = foldAuthor(prefix);
  if (feedIds.length === 0) return [];
  const counts = db
    .selectFrom('feed_authors')
    .select(['feed_id', 'author', 'written', 'articles'])
    .where('feed_id', 'in', feedIds)
    .where('start', '>=', start)
    .where('start', '<', start + LAST)
    .limit(LOOKED_AT);
  // A name may begin so at two of its words.
  const distinct = db.selectFrom(counts.as('counted')).selectAll().distinct();
  return await db
    .selectFrom(distinct.as('names'))
    .select((is) => [is.fn.min('written').as('written'), is.fn.sum<number>('articles').as('articles')])
    .groupBy('author')
    .orderBy(sql`sum(articles)`, 'desc')
    .orderBy('author')
    .limit(MOST)
    .execute();
}

/** What is written about in a scope. */
export interface Trend {
  readonly tag: string;
  readonly written: string;
  /** Articles of the last seven days. */
  readonly thisWeek: number;
  /** Articles a week in the four weeks before. */
  readonly before: number;
}

/** The tags of the last week, the most used first. */
export async function trendingTags(db: Database, scope: Scope, now: number): Promise<Trend[]> {
  const feedIds = await feedIdsOf(db, scope);
  if (feedIds.length === 0) return [];
  const week = dayOf(now) - 7;
  const counted = await db
    .selectFrom('article_days')
    .select('tag')
    .select([
      sql<number>`sum(case when day > ${week} then articles else 0 end)`.as('thisWeek'),
      sql<number>`sum(case when day > ${week} then 0 else articles end) / 4.0`.as('before'),
    ])
    .where('feed_id', 'in', feedIds)
    .where('day', '>', week - 28)
    .where('tag', '!=', '')
    .groupBy('tag')
    .having(sql`sum(case when day > ${week} then articles else 0 end)`, '>', 0)
    .orderBy('thisWeek', 'desc')
    .orderBy('before')
    .orderBy('tag')
    .limit(MOST)
    .execute();
  const written = await writtenAs(
    db,
    feedIds,
    counted.map(({ tag }) => tag),
  );
  return counted.map((trend) => ({ ...trend, written: written.get(trend.tag) ?? trend.tag }));
}

async function writtenAs(db: Database, feedIds: readonly number[], tags: readonly string[]) {
  if (tags.length === 0) return new Map<string, string>();
  const rows = await db
    .selectFrom('feed_tags')
    .select((is) => ['tag', is.fn.min('written').as('written')])
    .where('feed_id', 'in', feedIds)
    .where('tag', 'in', tags)
    .groupBy('tag')
    .execute();
  return new Map(rows.map(({ tag, written }) => [tag, written]));
}

/** Proposals and trends, bound to a database. */
export function suggestionsIn(db: Database) {
  return {
    suggestTags: (...rest: Rest<typeof suggestTags>) => suggestTags(db, ...rest),
    suggestAuthors: (...rest: Rest<typeof suggestAuthors>) => suggestAuthors(db, ...rest),
    trending: (...rest: Rest<typeof trendingTags>) => trendingTags(db, ...rest),
  };
}
