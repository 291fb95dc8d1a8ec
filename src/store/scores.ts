import { sql, type RawBuilder } from 'kysely';

import type { Database } from './backend.ts';
import { RANKED, type Hit } from './text-index.ts';

/** From so many articles on it matters how common a word is: bm25 walks through all that each word matches. */
const MANY_ARTICLES = 50_000;
/** The newest articles stand for all of them; a word in so many of the sample tells no article from another. */
const SAMPLE = 20_000;
const COMMON = 1_000;
/** A common word is worth this in a title, and nothing elsewhere; a rare one is worth some 10 to 80 there. */
const COMMON_IN_TITLE = 1;

/**
 * How well hits answer a query: a word counts most in a title, much in a name, and the more the rarer it is.
 *
 * @param words in FTS5's language, each for itself.
 * @returns scores by article id; greater is better, and none is 0.
 */
export async function scoresOf(
  db: Database,
  words: readonly string[],
  hits: readonly Hit[],
): Promise<Map<number, number>> {
  const common = await commonOf(db, words);
  const rare = words.filter((word) => !common.has(word));
  const scores = new Map<number, number>();
  const found = [
    ...(rare.length > 0 ? await weighed(db, rare.join(' OR '), hits) : []),
    ...(common.size > 0 ? await titled(db, [...common].join(' OR '), hits) : []),
  ];
  for (const { id, score } of found) scores.set(id, score + (scores.get(id) ?? 0));
  return scores;
}

async function commonOf(db: Database, words: readonly string[]): Promise<Set<string>> {
  const { newest } = await db
    .selectFrom('articles')
    .select((is) => is.fn.max<number | null>('id').as('newest'))
    .executeTakeFirstOrThrow();
  const common = new Set<string>();
  if (newest === null || newest < MANY_ARTICLES) return common;
  for (const word of words) {
    const [row] = (
      await sql<{ readonly oldest: number | null; readonly found: number }>`
        select min(id) as oldest, count(*) as found from (${newestOf(word, COMMON)})`.execute(db)
    ).rows;
    if (row?.found === COMMON && (row.oldest ?? 0) > newest - SAMPLE) common.add(word);
  }
  return common;
}

interface Score {
  readonly id: number;
  readonly score: number;
}

async function weighed(db: Database, match: string, hits: readonly Hit[]): Promise<readonly Score[]> {
  // The plus keeps SQLite from running the match once for each id.
  const { rows } = await sql<Score>`
    select rowid as id, -bm25(article_texts, 8.0, 1.0, 4.0, 0.0) as score from article_texts
    where article_texts match ${match} and +rowid in (${idsOf(hits)})`.execute(db);
  return rows;
}

async function titled(db: Database, match: string, hits: readonly Hit[]): Promise<readonly Score[]> {
  const { rows } = await sql<Score>`
    select id, ${sql.lit(COMMON_IN_TITLE)} as score from (${newestOf(`title : (${match})`, RANKED)})
    where id in (${idsOf(hits)})`.execute(db);
  return rows;
}

/** By a limit and not by a range of ids: with a range FTS5 walks through all that matches. */
function newestOf(match: string, limit: number): RawBuilder<unknown> {
  return sql`select rowid as id from article_texts where article_texts match ${match}
    order by rowid desc limit ${sql.lit(limit)}`;
}

function idsOf(hits: readonly Hit[]): RawBuilder<unknown> {
  return sql`select value from json_each(${JSON.stringify(hits.map(({ id }) => id))})`;
}
