import { sql } from 'kysely';
import type { Database } from './backend.ts';

/** How many articles are gone through without letting the event loop go on: some 14 pages, 2 ms of a slow disk. */
const STRETCH = 1_000;

/**
 * Reads what a search weighs of the articles below an id, without which the first searches would read it hit by hit from the disk:
 * a rare word at a million articles cost 250 ms. It is 40 bytes an article, and stays in the system's memory while there is some.
 *
 * @param below the newest if undefined.
 * @returns where to go on; undefined when all has been read.
 */
export async function warm(db: Database, below: number | undefined): Promise<number | undefined> {
  const before = below ?? (await newestId(db)) + 1;
  const from = Math.max(0, before - STRETCH);
  await sql`select sum(feed_id) from articles indexed by article_hits where id >= ${from} and id < ${before}`.execute(
    db,
  );
  await sql`select count(*) from article_texts_docsize where id >= ${from} and id < ${before}`.execute(db);
  return from === 0 ? undefined : from;
}

async function newestId(db: Database): Promise<number> {
  const { newest } = await db
    .selectFrom('articles')
    .select((is) => is.fn.max<number | null>('id').as('newest'))
    .executeTakeFirstOrThrow();
  return newest ?? 0;
}
