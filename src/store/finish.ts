import { sql, type RawBuilder } from 'kysely';

import type { Delivery, Verdict } from '../model/delivery.ts';
import { noteArticle } from './article-notice.ts';
import type { Database } from './backend.ts';
import { WAITING } from './heads.ts';
import { noteChannel } from './notices.ts';

/** A claimed delivery, and what became of it. */
export interface Finish {
  readonly delivery: Delivery;
  readonly verdict: Verdict;
  readonly now: number;
}

/**
 * Writes what became of deliveries, in one transaction, and ends the leases of their lanes.
 *
 * The lease may have run out meanwhile and the delivery have been claimed again, which its attempts tell. Then the lane is no
 * longer ours to release or to pause; only that the message was sent stays true.
 */
export function finishDeliveries(db: Database, finishes: readonly Finish[]): Promise<void> {
  return db.transaction().execute(async (trx) => {
    for (const finish of finishes) await finishDelivery(trx, finish);
  });
}

async function finishDelivery(db: Database, { delivery, verdict, now }: Finish): Promise<void> {
  const ours = await isOurs(db, delivery);
  if (!ours && verdict.kind !== 'sent') return;
  const message = [delivery, ...delivery.folded].map(({ id }) => id);
  if (verdict.kind === 'unfolded') await unfold(db, message);
  await db
    .updateTable('deliveries')
    .set(outcomeColumns(delivery, verdict, now))
    // What waits is told by the head of its lane.
    .where('id', 'in', verdict.kind === 'waiting' ? [delivery.id] : message)
    .where('state', '=', WAITING)
    .execute();
  if (!ours) return;
  if (verdict.kind === 'abandoned') await noteArticle(db, delivery, verdict.reason, now);
  if (verdict.kind === 'closed') {
    await abandonLane(db, delivery.destination.id, verdict.reason, now);
    await noteChannel(db, delivery.destination.id, verdict.reason, now);
  }
  await db
    .updateTable('destinations')
    .set(laneColumns(delivery, verdict, now))
    .where('id', '=', delivery.destination.id)
    .execute();
}

/** Whether the claim that gave this delivery is the last one that did. */
export async function isOurs(db: Database, delivery: Delivery): Promise<boolean> {
  const row = await db.selectFrom('deliveries').select('attempts').where('id', '=', delivery.id).executeTakeFirst();
  return row?.attempts === delivery.attempts + 1;
}

function outcomeColumns(delivery: Delivery, verdict: Verdict, now: number) {
  const { failures, attempts, firstTriedAt } = delivery;
  const articles = [delivery, ...delivery.folded].map(({ article }) => article.id);
  switch (verdict.kind) {
    case 'sent':
      return {
        ...({ state: 'sent', message_id: verdict.messageId ?? null, reason: null, finished_at: now } as const),
        next_edit_at: verdict.messageId === undefined ? null : ifChanged(articles, now),
      };
    case 'waiting':
      return verdict.untried === true
        ? { attempts, first_tried_at: firstTriedAt ?? null }
        : { reason: verdict.reason, failures: failures + 1 };
    // Nothing of it was posted: there is nothing to look for.
    case 'unfolded':
      return { reason: verdict.reason, first_tried_at: null };
    case 'skipped':
      return { state: 'skipped', reason: verdict.reason, finished_at: now } as const;
    case 'abandoned':
    case 'closed':
      return { state: 'abandoned', reason: verdict.reason, finished_at: now } as const;
  }
}

function laneColumns({ forbiddenTries }: Delivery, verdict: Verdict, now: number) {
  switch (verdict.kind) {
    case 'sent':
      return { claimed_until: null, next_send_at: ifMoreWaits(now), forbidden_tries: 0 };
    case 'abandoned':
    case 'skipped':
    case 'unfolded':
      return { claimed_until: null, next_send_at: ifMoreWaits(now) };
    case 'waiting': {
      const tries = verdict.forbidden === true ? { forbidden_tries: forbiddenTries + 1 } : {};
      return { claimed_until: null, next_send_at: ifMoreWaits(verdict.until), ...tries };
    }
    case 'closed':
      return { claimed_until: null, next_send_at: null, closed_at: now, closed_reason: verdict.reason };
  }
}

/** What was sent may be what an article said at an earlier try, or before it was edited on the way. */
function ifChanged(articleIds: readonly number[], now: number): RawBuilder<number | null> {
  return sql`case when exists (
      select 1 from articles where articles.id in (${sql.join(articleIds)}) and articles.changed_at >= deliveries.first_tried_at
    ) then cast(${now} as bigint) end`;
}

/** Settles that each of these leaves alone. */
async function unfold(db: Database, ids: readonly number[]): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((is) => ({ fold_id: is.ref('id') }))
    .where('id', 'in', ids)
    .execute();
}

function ifMoreWaits(at: number): RawBuilder<number | null> {
  return sql`case when exists (
      select 1 from deliveries where deliveries.destination_id = destinations.id and deliveries.state = ${WAITING}
    ) then cast(${at} as bigint) end`;
}

async function abandonLane(db: Database, destinationId: number, reason: string, now: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'abandoned', reason, finished_at: now })
    .where('destination_id', '=', destinationId)
    .where('state', '=', WAITING)
    .execute();
}
