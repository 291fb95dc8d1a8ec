import { setImmediate } from 'node:timers/promises';

import type { Database } from './backend.ts';

/** What happened in a span of time. */
export interface Slot {
  readonly startAt: number;
  /** Articles that were met first. */
  readonly articles: number;
  readonly sent: number;
  readonly abandoned: number;
  /** From an article's publication to its post; of at most 500 of them. What a feed's first poll brought is not news. */
  readonly delaysMs: readonly number[];
}

const DELAYS = 500;

/** What happened in spans of equal length, the oldest first. Between them it lets the event loop go on. */
export async function flow(db: Database, startAt: number, slotMs: number, slots: number): Promise<Slot[]> {
  const found: Slot[] = [];
  for (let index = 0; index < slots; index += 1) {
    const from = startAt + index * slotMs;
    found.push(await slotOf(db, from, from + slotMs));
    await setImmediate();
  }
  return found;
}

async function slotOf(db: Database, from: number, to: number): Promise<Slot> {
  const { articles } = await db
    .selectFrom('articles')
    .select((is) => is.fn.countAll<number>().as('articles'))
    .where('first_seen_at', '>=', from)
    .where('first_seen_at', '<', to)
    .executeTakeFirstOrThrow();
  return {
    startAt: from,
    articles,
    sent: await finished(db, 'sent', from, to),
    abandoned: await finished(db, 'abandoned', from, to),
    delaysMs: await delays(db, from, to),
  };
}

async function finished(db: Database, state: 'sent' | 'abandoned', from: number, to: number): Promise<number> {
  const { count } = await db
    .selectFrom('deliveries')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('state', '=', state)
    .where('finished_at', '>=', from)
    .where('finished_at', '<', to)
    .executeTakeFirstOrThrow();
  return count;
}

async function delays(db: Database, from: number, to: number): Promise<number[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('articles', 'articles.id', 'deliveries.article_id')
    .innerJoin('feeds', 'feeds.id', 'articles.feed_id')
    .select(['finished_at', 'published'])
    .where('state', '=', 'sent')
    .where('finished_at', '>=', from)
    .where('finished_at', '<', to)
    .where('published', 'is not', null)
    .whereRef('first_seen_at', '>', 'baselined_at')
    .limit(DELAYS)
    .execute();
  return rows.map(({ finished_at, published }) => Math.max(0, (finished_at ?? 0) - (published ?? 0)));
}
