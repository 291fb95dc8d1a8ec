import { pollOnNotice } from '../model/hub.ts';
import type { Database } from './backend.ts';

const DAY_MS = 86_400_000;
/** Hubs look within minutes whether we asked; some retry for hours. */
const INTENT_MS = DAY_MS;

/** What a hub wants to have confirmed, by the token of the address that it called. */
export interface Intent {
  readonly token: string;
  readonly mode: string;
  readonly topic: string;
  /** How long it would tell of news; it may not say. */
  readonly leaseSeconds: number | undefined;
}

const DEFAULT_LEASE_SECONDS = 10 * 86_400;
const SHORTEST_LEASE_SECONDS = 300;

/** Takes what a hub confirms, if it was asked for: true. What was asked for then holds. */
export async function confirmHub(db: Database, intent: Intent, now: number): Promise<boolean> {
  const { token, mode, topic, leaseSeconds = DEFAULT_LEASE_SECONDS } = intent;
  const asked = await db
    .selectFrom('hub_subscriptions')
    .select('feed_id')
    .where('token', '=', token)
    .where('topic', '=', topic)
    .where('mode', '=', mode as 'subscribe') // Any other text equals none.
    .where('asked_at', '>', now - INTENT_MS)
    .executeTakeFirst();
  if (asked === undefined) return false;
  if (mode === 'unsubscribe') {
    await db.deleteFrom('hub_subscriptions').where('feed_id', '=', asked.feed_id).execute();
    return true;
  }
  const leaseMs = Math.max(SHORTEST_LEASE_SECONDS, leaseSeconds) * 1000;
  await db
    .updateTable('hub_subscriptions')
    // The last fifth of a lease is left for renewing it.
    .set({
      lease_until: now + leaseMs,
      due_at: now + Math.round(leaseMs * 0.8),
      failures: 0,
      silent_polls: 0,
      reason: null,
    })
    .where('feed_id', '=', asked.feed_id)
    .execute();
  return true;
}

/** Takes it that a hub refuses, now or after it had agreed; it is asked anew in a day. False: there is no such subscription. */
export async function denyHub(
  db: Database,
  token: string,
  topic: string,
  reason: string,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('hub_subscriptions')
    .set({ lease_until: null, reason, due_at: now + DAY_MS })
    .where('token', '=', token)
    .where('topic', '=', topic)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The secret of a subscription. */
export async function hubSecret(db: Database, token: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('hub_subscriptions')
    .select('secret')
    .where('token', '=', token)
    .where('mode', '=', 'subscribe')
    .executeTakeFirst();
  return row?.secret;
}

/** Takes it that a hub says that something is new: the feed is polled soon. */
export function hubSpoke(db: Database, token: string, now: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('hub_subscriptions')
      .set({ notified_at: now, silent_polls: 0 })
      .where('token', '=', token)
      .returning('feed_id')
      .executeTakeFirst();
    if (row !== undefined) await pollSoon(trx, row.feed_id, now);
  });
}

/** Polls a feed soon whose hub has spoken since a poll began: what that poll has read may be older. To be called after it. */
export function catchUp(db: Database, feedId: number, startedAt: number, now: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const spoken = await trx
      .selectFrom('hub_subscriptions')
      .select('feed_id')
      .where('feed_id', '=', feedId)
      .where('notified_at', '>=', startedAt)
      .executeTakeFirst();
    if (spoken !== undefined) await pollSoon(trx, feedId, now);
  });
}

async function pollSoon(db: Database, feedId: number, now: number): Promise<void> {
  const feed = await db.selectFrom('feeds').select('last_polled_at').where('id', '=', feedId).executeTakeFirst();
  const at = pollOnNotice(feed?.last_polled_at ?? undefined, now);
  await db
    .updateTable('feeds')
    .set({ next_poll_at: at })
    .where('id', '=', feedId)
    .where('next_poll_at', '>', at)
    .execute();
}
