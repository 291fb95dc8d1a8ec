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
  const counted = (from: number, to: number) =>
    db
      .selectFrom('article_days')
      .select((is) => ['tag', is.fn.sum<number>('articles').as('articles')])
      .where('feed_id', 'in', feedsOf(db, scope))
      .where('day', '>', from)
      .where('day', '<=', to)
      .groupBy('tag');
  const lately = await counted(week, dayOf(now))
    .where('tag', '!=', '')
    .orderBy('articles', 'desc')
    .orderBy('tag')
    .limit(MOST)
    .execute();
  const tags = lately.map(({ tag }) => tag);
  if (tags.length === 0) return [];
  // To count all tags of five weeks takes four times as long.
  const earlier = await counted(week - 28, week)
    .where('tag', 'in', tags)
    .execute();
  const before = new Map(earlier.map(({ tag, articles }) => [tag, articles / 4]));
  const written = await writtenAs(db, scope, tags);
  return lately.map(({ tag, articles }) => ({
    ...{ tag, written: written.get(tag) ?? tag },
    ...{ thisWeek: articles, before: before.get(tag) ?? 0 },
  }));
}

async function writtenAs(db: Database, scope: Scope, tags: readonly string[]) {
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
