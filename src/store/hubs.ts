import { randomBytes } from 'node:crypto';

import { sql } from 'kysely';

import { hasNews, type Hub, type HubLease } from '../model/hub.ts';
import type { Database, Rest } from './backend.ts';
import { claimDueHubs, nextHubDueAt } from './hub-claims.ts';
import { catchUp, confirmHub, denyHub, hubSecret, hubSpoke } from './hub-calls.ts';

/**
 * Notes which hub a feed names. Another one than before is subscribed to anew; one that it names no more is forgotten, and told so
 * when it calls.
 *
 * @returns whether the hub is to be asked for something.
 */
export function noteHub(db: Database, feedId: number, hub: Hub | undefined, now: number): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const there = await trx
      .selectFrom('hub_subscriptions')
      .select(['hub', 'topic', 'mode'])
      .where('feed_id', '=', feedId)
      .executeTakeFirst();
    if (there?.hub === hub?.url && there?.topic === hub?.topic && there?.mode !== 'unsubscribe') return false;
    await trx.deleteFrom('hub_subscriptions').where('feed_id', '=', feedId).execute();
    if (hub === undefined) return false;
    await trx
      .insertInto('hub_subscriptions')
      .values({
        ...{ feed_id: feedId, hub: hub.url, topic: hub.topic, mode: 'subscribe', due_at: now },
        token: randomBytes(32).toString('base64url'),
        secret: randomBytes(32).toString('base64url'),
      })
      .execute();
    return true;
  });
}

/** Notes why a hub did not take what was asked of it. */
export async function hubFailed(db: Database, feedId: number, reason: string): Promise<void> {
  await db.updateTable('hub_subscriptions').set({ reason }).where('feed_id', '=', feedId).execute();
}

/** How a feed's subscription stands; undefined: it has none. */
export async function hubLease(db: Database, feedId: number): Promise<HubLease | undefined> {
  const row = await db
    .selectFrom('hub_subscriptions')
    .select(['lease_until', 'notified_at', 'silent_polls'])
    .where('feed_id', '=', feedId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    leaseUntil: row.lease_until ?? undefined,
    notifiedAt: row.notified_at ?? undefined,
    silentPolls: row.silent_polls,
  };
}

/** Notes that a poll has found new articles: a hub that has not said so is silent. */
export async function weighHub(db: Database, feedId: number, now: number): Promise<void> {
  const lease = await hubLease(db, feedId);
  if (lease === undefined || hasNews(lease, now)) return;
  await db
    .updateTable('hub_subscriptions')
    .set({ silent_polls: sql`silent_polls + 1` })
    .where('feed_id', '=', feedId)
    .execute();
}

/** Subscriptions at hubs, bound to a database. */
export function hubsIn(db: Database) {
  return {
    note: (...rest: Rest<typeof noteHub>) => noteHub(db, ...rest),
    claimDue: (...rest: Rest<typeof claimDueHubs>) => claimDueHubs(db, ...rest),
    nextDueAt: () => nextHubDueAt(db),
    failed: (...rest: Rest<typeof hubFailed>) => hubFailed(db, ...rest),
    confirm: (...rest: Rest<typeof confirmHub>) => confirmHub(db, ...rest),
    deny: (...rest: Rest<typeof denyHub>) => denyHub(db, ...rest),
    secret: (token: string) => hubSecret(db, token),
    spoke: (...rest: Rest<typeof hubSpoke>) => hubSpoke(db, ...rest),
    catchUp: (...rest: Rest<typeof catchUp>) => catchUp(db, ...rest),
    lease: (feedId: number) => hubLease(db, feedId),
    weigh: (...rest: Rest<typeof weighHub>) => weighHub(db, ...rest),
  };
}
