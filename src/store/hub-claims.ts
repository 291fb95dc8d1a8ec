import type { Hub } from '../model/hub.ts';
import type { Database } from './backend.ts';

/** What is to be asked of a hub. */
export interface HubRequest extends Hub {
  readonly feedId: number;
  readonly mode: 'subscribe' | 'unsubscribe';
  /** Unguessable: the end of the address that the hub calls. */
  readonly token: string;
  /** What the hub signs with. */
  readonly secret: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** For what a hub doesn't agree to: asked anew after ten minutes, then ever later, up to a day. */
const FIRST_RETRY_MS = 10 * MINUTE_MS;
/** A hub that doesn't let go is left to forget: its lease ends by itself. */
const MOST_GOODBYES = 3;

/**
 * What is due to be asked. Each is due again later, should the hub not agree until then: that the process ends in between loses
 * nothing. Feeds that nobody wants any more end their subscriptions, those that are wanted again begin them.
 */
export function claimDueHubs(db: Database, now: number, limit: number): Promise<HubRequest[]> {
  return db.transaction().execute(async (trx) => {
    await followFeeds(trx, now);
    const rows = await trx
      .selectFrom('hub_subscriptions')
      .selectAll()
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(limit)
      .execute();
    const requests: HubRequest[] = [];
    for (const row of rows) {
      const one = trx.updateTable('hub_subscriptions').where('feed_id', '=', row.feed_id);
      if (row.mode === 'unsubscribe' && row.failures >= MOST_GOODBYES) {
        await trx.deleteFrom('hub_subscriptions').where('feed_id', '=', row.feed_id).execute();
        continue;
      }
      const retryMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(row.failures, 20), DAY_MS);
      await one.set({ due_at: now + retryMs, failures: row.failures + 1, asked_at: now }).execute();
      const { feed_id: feedId, hub: url, topic, mode, token, secret } = row;
      requests.push({ feedId, url, topic, mode, token, secret });
    }
    return requests;
  });
}

async function followFeeds(db: Database, now: number): Promise<void> {
  const asleep = (mode: HubRequest['mode']) =>
    db
      .selectFrom('hub_subscriptions')
      .innerJoin('feeds', 'feeds.id', 'hub_subscriptions.feed_id')
      .select('hub_subscriptions.feed_id')
      .where('mode', '=', mode)
      .where('next_poll_at', mode === 'subscribe' ? 'is' : 'is not', null)
      .execute();
  for (const { feed_id } of await asleep('subscribe')) await endHub(db, feed_id, now);
  for (const { feed_id } of await asleep('unsubscribe'))
    await db
      .updateTable('hub_subscriptions')
      .set({ mode: 'subscribe', due_at: now, failures: 0, asked_at: null })
      .where('feed_id', '=', feed_id)
      .execute();
}

/** When something is due next; undefined when nothing is. Epoch milliseconds. */
export async function nextHubDueAt(db: Database): Promise<number | undefined> {
  const row = await db.selectFrom('hub_subscriptions').select('due_at').orderBy('due_at').limit(1).executeTakeFirst();
  return row?.due_at;
}

async function endHub(db: Database, feedId: number, now: number): Promise<void> {
  await db
    .updateTable('hub_subscriptions')
    .set({ mode: 'unsubscribe', due_at: now, failures: 0, asked_at: null, lease_until: null })
    .where('feed_id', '=', feedId)
    .execute();
}
