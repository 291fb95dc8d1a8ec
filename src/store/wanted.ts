import { sql, type RawBuilder } from 'kysely';

import type { Database } from './backend.ts';

/** Whether anybody wants the feed of the row: a server that has it and does not pause it, or a subscription outside servers. */
export const isWanted: RawBuilder<boolean> = sql`(
    exists (select 1 from server_feeds where server_feeds.feed_id = feeds.id and server_feeds.paused_at is null)
    or exists (select 1 from subscriptions where subscriptions.feed_id = feeds.id and subscriptions.server_id is null)
  )`;

/** The last who wanted the feed may have gone while it was being polled: then it stays asleep. */
export function ifWanted(nextPollAt: RawBuilder<number>): RawBuilder<number | null> {
  return sql`case when ${isWanted} then cast(${nextPollAt} as bigint) end`;
}

/** Lets a feed that slept be polled now; one that is disabled sleeps on. */
export async function wakeFeed(db: Database, id: number, now: number): Promise<void> {
  await db
    .updateTable('feeds')
    .set({ next_poll_at: now })
    .where('id', '=', id)
    .where('next_poll_at', 'is', null)
    .where('disabled_at', 'is', null)
    .execute();
}

/** What a feed's columns are when nothing stands against asking it. */
export const ENABLED = { disabled_at: null, disabled_reason: null } as const;

/** Lets a disabled feed be polled again, as if it had never failed, if anybody wants it. */
export async function retryFeed(db: Database, id: number, now: number): Promise<void> {
  await db
    .updateTable('feeds')
    .set({ ...ENABLED, failures: 0, failing_since: null, next_poll_at: now })
    .where('id', '=', id)
    .where('disabled_at', 'is not', null)
    .where(isWanted)
    .execute();
}

/** Lets a feed sleep that nobody wants any more. */
export async function restFeed(db: Database, id: number): Promise<void> {
  await db
    .updateTable('feeds')
    .set({ next_poll_at: null })
    .where('id', '=', id)
    .where(sql<boolean>`not ${isWanted}`)
    .execute();
}
