import { setImmediate } from 'node:timers/promises';

import { sql } from 'kysely';

import type { Database, Rest } from './backend.ts';
import { WAITING } from './heads.ts';
import { givenUp, waitingLanes, watchedFeeds } from './troubles.ts';

/** How many deliveries wait, and since when the oldest does. Instants are epoch milliseconds. */
export interface Backlog {
  readonly deliveries: number;
  readonly since: number | undefined;
}

export async function backlog(db: Database): Promise<Backlog> {
  const { deliveries, oldest } = await db
    .selectFrom('deliveries')
    .select((is) => [is.fn.countAll<number>().as('deliveries'), is.fn.min<number | null>('id').as('oldest')])
    .where('state', '=', WAITING)
    .executeTakeFirstOrThrow();
  const row = await db
    .selectFrom('deliveries')
    .select('created_at')
    .where('id', '=', oldest ?? 0)
    .executeTakeFirst();
  return { deliveries, since: row?.created_at };
}

/** How the feeds are that anybody wants: those that answer, those that fail, those that were given up. */
export interface FeedCounts {
  readonly ok: number;
  readonly failing: number;
  readonly disabled: number;
}

export async function countFeeds(db: Database): Promise<FeedCounts> {
  const count = async (column: 'next_poll_at' | 'failing_since' | 'disabled_at') => {
    const asked = column === 'disabled_at' ? [column] : [column, 'next_poll_at' as const];
    let query = db.selectFrom('feeds').select((is) => is.fn.countAll<number>().as('count'));
    for (const each of asked) query = query.where(each, 'is not', null);
    return (await query.executeTakeFirstOrThrow()).count;
  };
  const failing = await count('failing_since');
  return { ok: (await count('next_poll_at')) - failing, failing, disabled: await count('disabled_at') };
}

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

/** What whoever runs Herald wants to see, bound to a database. */
export function overviewIn(reader: Database) {
  return {
    /** Rejects when the database doesn't answer. */
    answers: async () => {
      await sql`select 1`.execute(reader);
    },
    backlog: () => backlog(reader),
    countFeeds: () => countFeeds(reader),
    flow: (...rest: Rest<typeof flow>) => flow(reader, ...rest),
    feeds: (limit: number) => watchedFeeds(reader, limit),
    waiting: (limit: number) => waitingLanes(reader, limit),
    givenUp: (since: number) => givenUp(reader, since),
  };
}
