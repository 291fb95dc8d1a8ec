import { sql, type RawBuilder } from 'kysely';

import type { Database } from './backend.ts';
import type { Hit } from './text-index.ts';

/** From so many articles on it matters how common a word is: bm25 walks through all that each word matches. */
const MANY_ARTICLES = 200_000;
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
  const add = async (match: string, score: RawBuilder<unknown>) => {
    for (const row of await scored(db, match, score, hits)) scores.set(row.id, row.score + (scores.get(row.id) ?? 0));
  };
  if (rare.length > 0) await add(rare.join(' OR '), sql`-bm25(article_texts, 8.0, 1.0, 4.0, 0.0)`);
  if (common.size > 0) await add(`title : (${[...common].join(' OR ')})`, sql`${sql.lit(COMMON_IN_TITLE)}`);
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
    const { rows } = await sql<{ found: number }>`
      select count(*) as found from (
        select 1 from article_texts
        where article_texts match ${word} and rowid > ${newest - SAMPLE} limit ${sql.lit(COMMON)}
      )`.execute(db);
    if ((rows[0]?.found ?? 0) >= COMMON) common.add(word);
  }
  return common;
}

async function scored(db: Database, match: string, score: RawBuilder<unknown>, hits: readonly Hit[]) {
  const [newest, oldest] = [hits[0]?.id ?? 0, hits.at(-1)?.id ?? 0];
  const ids = JSON.stringify(hits.map(({ id }) => id));
  // The plus keeps SQLite from running the match once for each id.
  const { rows } = await sql<{ readonly id: number; readonly score: number }>`
    select rowid as id, ${score} as score from article_texts
    where article_texts match ${match} and rowid between ${oldest} and ${newest}
      and +rowid in (select value from json_each(${ids}))`.execute(db);
  return rows;
}
