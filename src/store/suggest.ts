import { sql } from 'kysely';

import { foldAuthor } from '../model/article.ts';
import { foldTag } from '../model/tag.ts';
import type { Database, Rest } from './backend.ts';
import { dayOf } from './days.ts';
import { feedsOf, type Scope } from './scope.ts';

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
  const start = foldTag(prefix);
  const counts = start === '' ? lately(db, scope, now) : tagsFrom(db, scope, start);
  return await db
    .selectFrom(counts.as('counted'))
    .select((is) => [is.fn.min('written').as('written'), is.fn.sum<number>('articles').as('articles')])
    .groupBy('tag')
    .orderBy(sql`sum(articles)`, 'desc')
    .orderBy('tag')
    .limit(MOST)
    .execute();
}

function lately(db: Database, scope: Scope, now: number) {
  return db
    .selectFrom('article_days')
    .select(['tag', 'tag as written', 'articles'])
    .where('feed_id', 'in', feedsOf(db, scope))
    .where('day', '>', dayOf(now) - 7)
    .where('tag', '!=', '')
    .limit(LOOKED_AT);
}

function tagsFrom(db: Database, scope: Scope, start: string) {
  return db
    .selectFrom('feed_tags')
    .select(['tag', 'written', 'articles'])
    .where('feed_id', 'in', feedsOf(db, scope))
    .where('tag', '>=', start)
    .where('tag', '<', start + LAST)
    .limit(LOOKED_AT);
}

/** The authors of a scope one of whose names begins so, those of the most articles first. */
export async function suggestAuthors(db: Database, scope: Scope, prefix: string): Promise<Suggested[]> {
  const start = foldAuthor(prefix);
  const counts = db
    .selectFrom('feed_authors')
    .select(['author', 'written', 'articles'])
    .where('feed_id', 'in', feedsOf(db, scope))
    .where('start', '>=', start)
    .where('start', '<', start + LAST)
    .where(isFirst(start))
    .limit(LOOKED_AT);
  return await db
    .selectFrom(counts.as('counted'))
    .select((is) => [is.fn.min('written').as('written'), is.fn.sum<number>('articles').as('articles')])
    .groupBy('author')
    .orderBy(sql`sum(articles)`, 'desc')
    .orderBy('author')
    .limit(MOST)
    .execute();
}

/** A name may begin so at several of its words, and counts at the first of them. */
function isFirst(start: string) {
  if (start === '') return sql<boolean>`start = author`;
  // Too short for what begins so at this word, and long enough for what does before it.
  const before = sql`substr(' ' || author, 1, length(author) - length(start) + length(${start}))`;
  const beginsSo = `% ${start.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<boolean>`(start = author or ${before} not like ${beginsSo} escape '\\')`;
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
  const week = dayOf(now) - 7;
  const counted = await db
    .selectFrom('article_days')
    .select('tag')
    .select([
      sql<number>`sum(case when day > ${week} then articles else 0 end)`.as('thisWeek'),
      sql<number>`sum(case when day > ${week} then 0 else articles end) / 4.0`.as('before'),
    ])
    .where('feed_id', 'in', feedsOf(db, scope))
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
    scope,
    counted.map(({ tag }) => tag),
  );
  return counted.map((trend) => ({ ...trend, written: written.get(trend.tag) ?? trend.tag }));
}

async function writtenAs(db: Database, scope: Scope, tags: readonly string[]) {
  if (tags.length === 0) return new Map<string, string>();
  const rows = await db
    .selectFrom('feed_tags')
    .select((is) => ['tag', is.fn.min('written').as('written')])
    .where('feed_id', 'in', feedsOf(db, scope))
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
