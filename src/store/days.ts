import { sql, type Insertable } from 'kysely';

import { foldTags } from '../model/tag.ts';
import type { StoredArticle } from '../model/article.ts';
import { chunks, type Database } from './backend.ts';
import { prepared, type Given } from './prepared.ts';
import type { Tables } from './schema.ts';

const DAY_MS = 86_400_000;
/** The last seven days, four weeks before them, and one day of grace. */
const KEPT_DAYS = 36;

/** A day of UTC, counted from the epoch. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** Counts new articles of a feed by the day of their publication, all together (the empty tag) and by tag. */
export async function countDays(
  db: Database,
  feedId: number,
  articles: readonly StoredArticle[],
  now: number,
): Promise<void> {
  const counts = new Map<string, { feed_id: number; day: number; tag: string; articles: number }>();
  for (const { published, tags } of articles) {
    const day = dayOf(Math.min(published ?? now, now));
    if (day <= dayOf(now) - KEPT_DAYS) continue;
    for (const tag of ['', ...foldTags(tags)]) {
      const key = `${day} ${tag}`;
      counts.set(key, { feed_id: feedId, day, tag, articles: (counts.get(key)?.articles ?? 0) + 1 });
    }
  }
  for (const some of chunks([...counts.values()], 4)) await addDays(db, { rows: some });
}

const addDays = prepared((db, given: Given<{ rows: readonly Insertable<Tables['article_days']>[] }>) =>
  db
    .insertInto('article_days')
    .values(given.rows('rows'))
    .onConflict((conflict) =>
      conflict
        .columns(['feed_id', 'day', 'tag'])
        .doUpdateSet({ articles: sql<number>`article_days.articles + excluded.articles` }),
    ),
);

/** Forgets days that no question reaches back to. Only the size of the table depends on it. */
export async function forgetOldDays(db: Database, now: number): Promise<void> {
  await db
    .deleteFrom('article_days')
    .where('day', '<=', dayOf(now) - KEPT_DAYS)
    .execute();
}
