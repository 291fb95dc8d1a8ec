import { sql } from 'kysely';

import type { Database, Rest } from './backend.ts';
import { WAITING } from './heads.ts';
import { flow } from './flow.ts';
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
