import { sql } from 'kysely';

import type { Backend, Database } from './backend.ts';
import { doubtSince } from './backup.ts';
import { SENT, WAITING } from './heads.ts';

/**
 * Makes good what a predecessor left. Where several processes share the database it may be a living one's: then it is let be.
 *
 * @param now when this process began.
 * @returns when the backup was taken that this database is the first start on; undefined: it is none.
 */
export function recover({ db, oneProcess }: Backend, now: number): Promise<number | undefined> {
  return db.transaction().execute(async (trx) => {
    if (!oneProcess) return undefined;
    await endLeases(trx);
    await setBack(trx, now);
    await keepLimits(trx, now);
    return await doubtSince(trx);
  });
}

/** A start after a crash goes on at once. What was tried stays told by `attempts` and `first_tried_at`. */
async function endLeases(db: Database): Promise<void> {
  for (const table of ['feeds', 'destinations', 'notices'] as const)
    await db.updateTable(table).set({ claimed_until: null }).where('claimed_until', 'is not', null).execute();
}

/** What is to come, by table and column. */
const INSTANTS = [
  ['feeds', 'next_poll_at'],
  ['hosts', 'paused_until'],
  ['destinations', 'next_send_at'],
  ['deliveries', 'next_edit_at'],
  ['publishings', 'next_try_at'],
  ['notices', 'next_send_at'],
] as const;

/** What is over, by table and column: how much a channel had within an hour, and what is edited still, is counted from it. */
const PAST = [
  ['feeds', 'last_polled_at'],
  ['publishings', 'published_at'],
  ['publishings', 'created_at'],
] as const;

/**
 * The predecessor's clock may have run ahead of ours, by hours: what is to come then comes as soon as it was meant to, counted
 * from the last poll. When exactly an unanswered try was made nobody knows any more.
 */
async function setBack(db: Database, now: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ first_tried_at: 0 })
    .where('state', '=', WAITING)
    .where('first_tried_at', '>', now)
    .execute();
  const { last } = await db
    .selectFrom('feeds')
    .select((is) => is.fn.max<number | null>('last_polled_at').as('last'))
    .executeTakeFirstOrThrow();
  if (last === null || last <= now) return;
  for (const [table, column] of INSTANTS)
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)} - ${last - now}
      where ${sql.ref(column)} > ${now}`.execute(db);
  for (const [table, column] of PAST)
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${now} where ${sql.ref(column)} > ${now}`.execute(db);
  await db
    .updateTable('deliveries')
    .set({ finished_at: now })
    .where('state', '=', SENT)
    .where('finished_at', '>', now)
    .execute();
}

/** Discord's usual limit of a channel: 5 posts in 5 seconds. One may have been under way. */
const LIMIT_MS = 5_000;
const POSTS = 4;

/** A lane whose limit the predecessor may have used up waits until it is over: of that we know nothing but when posts left. */
async function keepLimits(db: Database, now: number): Promise<void> {
  const lanes = await db
    .selectFrom('deliveries')
    .select('destination_id as id')
    .select((is) => is.fn.max<number>('finished_at').as('last'))
    .where('state', '=', SENT)
    .where('finished_at', '>', now - LIMIT_MS)
    .where('finished_at', '<=', now)
    // Of a list, its first.
    .where((is) => is.or([is('fold_id', 'is', null), is('fold_id', '=', is.ref('id'))]))
    .groupBy('destination_id')
    .having((is) => is.fn.countAll<number>(), '>=', POSTS)
    .execute();
  for (const { id, last } of lanes)
    await db
      .updateTable('destinations')
      .set({ next_send_at: last + LIMIT_MS })
      .where('id', '=', id)
      // A lane in which nothing waits may be owed something until then.
      .where((is) => is.or([is('next_send_at', 'is', null), is('next_send_at', '<', last + LIMIT_MS)]))
      .execute();
}
