import type { Delivery } from '../model/delivery.ts';
import type { Backend, Database } from './backend.ts';
import { settleFolds } from './folds.ts';
import { headsOf } from './heads.ts';
import { holdFull } from './hourly.ts';
import type { Claim } from './lease.ts';
import { lanesInTurn, type Round } from './turns.ts';

/** What keeps channels readable. */
export interface Rules {
  /** More than so many articles of one author or feed, closely published, leave in one message; 0 or undefined: none do. */
  readonly foldAbove?: number;
  /** The most posts that a channel gets in an hour, where its server has set nothing else; 0 or undefined: no limit. */
  readonly postsPerHour?: number;
}

/** What a claim of deliveries asks for. */
export type DeliveryClaim = Claim & Rules;

/**
 * Leases destinations that are due, and gives the oldest waiting delivery of each: one lane is never with two senders, so its
 * articles leave in order. Where more are due than are asked for, servers take turns, and of each server those longest due
 * come first: a lane of 10,000 comes behind its server's others after each one, a server of 10,000 lanes behind all servers.
 *
 * That a try may have happened is durable before anything is sent.
 *
 * @param round where the servers' turns stand; the claim moves it on.
 */
export function claimDueDeliveries(backend: Backend, claim: DeliveryClaim, round: Round): Promise<Delivery[]> {
  return backend.db.transaction().execute(async (db) => {
    const leased = await leaseLanes(db, backend.skipsLocked, claim, round);
    const lanes = await holdFull(db, leased, claim.postsPerHour ?? 0, claim.now);
    if (lanes.length === 0) return [];
    if (claim.foldAbove) await settleFolds(db, lanes, claim.foldAbove, claim.now);
    const heads = await headsOf(db, lanes);
    await markTried(db, heads, claim.now);
    await leaveEmptyLanes(db, lanes, heads);
    const position = new Map(lanes.map((id, index) => [id, index]));
    const place = ({ destination }: Delivery) => position.get(destination.id) ?? 0;
    return heads.sort((a, b) => place(a) - place(b));
  });
}

async function leaseLanes(db: Database, skipsLocked: boolean, claim: Claim, round: Round): Promise<number[]> {
  const { now, leaseMs, limit } = claim;
  const longest = await longestDue(db, skipsLocked, claim);
  const inTurn = longest.length < limit ? [] : await lanesInTurn(db, claim, round);
  const ids = [...new Set([...inTurn, ...longest])].slice(0, limit);
  if (ids.length > 0)
    await db
      .updateTable('destinations')
      .set({ claimed_until: now + leaseMs })
      .where('id', 'in', ids)
      .execute();
  return ids;
}

async function longestDue(db: Database, skipsLocked: boolean, claim: Claim): Promise<number[]> {
  const { now, limit, except = [] } = claim;
  const due = await db
    .selectFrom('destinations')
    .select('id')
    .where('next_send_at', '<=', now)
    .where((is) => is.or([is('claimed_until', 'is', null), is('claimed_until', '<=', now)]))
    .$if(except.length > 0, (query) => query.where('id', 'not in', except))
    .orderBy('next_send_at')
    .orderBy('id')
    .limit(limit)
    .$if(skipsLocked, (query) => query.forUpdate().skipLocked())
    .execute();
  return due.map(({ id }) => id);
}

async function markTried(db: Database, heads: readonly Delivery[], now: number): Promise<void> {
  const ids = heads.map(({ id }) => id);
  if (ids.length === 0) return;
  await db
    .updateTable('deliveries')
    .set((is) => ({
      attempts: is('attempts', '+', 1),
      first_tried_at: is.fn.coalesce('first_tried_at', is.cast<number>(is.val(now), 'bigint')),
    }))
    .where('id', 'in', ids)
    .execute();
}

/** What waited in a lane may be gone with its article or its feed. */
async function leaveEmptyLanes(db: Database, lanes: readonly number[], heads: readonly Delivery[]): Promise<void> {
  const busy = new Set(heads.map(({ destination }) => destination.id));
  const empty = lanes.filter((id) => !busy.has(id));
  if (empty.length === 0) return;
  await db
    .updateTable('destinations')
    .set({ next_send_at: null, claimed_until: null })
    .where('id', 'in', empty)
    .execute();
}
