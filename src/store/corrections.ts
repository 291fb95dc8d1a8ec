import { setImmediate } from 'node:timers/promises';

import { sql } from 'kysely';

import type { Delivery } from '../model/delivery.ts';
import type { DestinationKindName } from '../model/destination.ts';
import type { Backend, Database } from './backend.ts';
import { owedRows, toOwed } from './owed-rows.ts';
import type { Claim } from './lease.ts';
import { pingsOf } from './pings.ts';

/** How often one message is edited at most, and for how long after it was posted. */
const MOST_EDITS = 5;
const KEPT_MS = 3 * 86_400_000;
/** How many messages are marked without letting the event loop go on. */
const PAGE = 1000;

/** A message that is to say what its articles say now, claimed to be edited. Instants are epoch milliseconds. */
export interface Correction extends Pick<
  Delivery,
  'id' | 'article' | 'feed' | 'folded' | 'destination' | 'look' | 'pings' | 'asFeed'
> {
  readonly messageId: string;
  /** When its lease runs out; it tells whether the article has changed again meanwhile. */
  readonly leasedUntil: number;
}

/** Owes an edit to the messages that show an article, in the transaction that changes it. */
export async function oweCorrections(db: Database, articleId: number, now: number): Promise<void> {
  for (let after = 0, page = PAGE; page === PAGE;) {
    const rows = await db
      .selectFrom('deliveries')
      .select(['id', 'fold_id', 'destination_id'])
      .where('article_id', '=', articleId)
      .where('destination_id', '>', after)
      .orderBy('destination_id')
      .limit(PAGE)
      .execute();
    if (after > 0) await setImmediate();
    after = rows.at(-1)?.destination_id ?? 0;
    page = rows.length;
    // The first of a fold stands for its message.
    const ids = rows.map(({ id, fold_id }) => fold_id ?? id);
    if (ids.length === 0) return;
    await db
      .updateTable('deliveries')
      .set({ next_edit_at: now })
      .where('id', 'in', ids)
      .where('state', '=', 'sent')
      .where('message_id', 'is not', null)
      .where('edits', '<', MOST_EDITS)
      .where('finished_at', '>', now - KEPT_MS)
      .execute();
  }
}

/** Leases messages that are to be edited. */
export function claimDueCorrections({ db: whole }: Backend, { now, leaseMs, limit }: Claim): Promise<Correction[]> {
  const leasedUntil = now + leaseMs;
  return whole.transaction().execute(async (db) => {
    const due = await db
      .selectFrom('deliveries')
      .select(['id', 'message_id', 'fold_id'])
      .where('next_edit_at', '<=', now)
      .orderBy('next_edit_at')
      .limit(limit)
      .execute();
    if (due.length === 0) return [];
    const ids = due.map(({ id }) => id);
    await db.updateTable('deliveries').set({ next_edit_at: leasedUntil }).where('id', 'in', ids).execute();
    const rows = await shownRows(db, [...ids, ...due.flatMap(({ fold_id }) => fold_id ?? [])]);
    const pings = await pingsOf(
      db,
      rows.map(({ delivery_id }) => delivery_id),
    );
    return due.flatMap(({ id, message_id }) => {
      const row = rows.find((one) => one.delivery_id === id);
      if (row === undefined || message_id === null) return [];
      const others = rows.filter((one) => one.fold_id === id && one !== row);
      const roles = [row, ...others].flatMap(({ delivery_id }) => pings.get(delivery_id) ?? []);
      return {
        ...toCorrection(row),
        folded: others.map(toOwed),
        pings: [...new Set(roles)],
        messageId: message_id,
        leasedUntil,
      };
    });
  });
}

/** These deliveries, and those that are folded with them. */
function shownRows(db: Database, ids: readonly number[]) {
  return owedRows(db)
    .innerJoin('destinations', 'destinations.id', 'deliveries.destination_id')
    .leftJoin('servers', 'servers.id', 'destinations.server_id')
    .where((is) => is.or([is('deliveries.id', 'in', ids), is('deliveries.fold_id', 'in', ids)]))
    .select(['destinations.id as destination_id', 'destinations.kind', 'destinations.address'])
    .select(['destinations.server_id', 'servers.look', 'servers.as_feed'])
    .orderBy('deliveries.id')
    .execute();
}

function toCorrection(row: Awaited<ReturnType<typeof shownRows>>[number]) {
  const kind = row.kind as DestinationKindName; // Written by ensureDestination alone.
  const destination = { id: row.destination_id, kind, address: row.address, serverId: row.server_id ?? undefined };
  return { ...toOwed(row), destination, look: row.look ?? ('full' as const), asFeed: row.as_feed === 1 };
}

/** Ends an edit that was made, or that can't be made (`over`: nor can later ones), unless the article has changed again. */
export async function endCorrection(db: Database, { id, leasedUntil }: Correction, over: boolean): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((is) => ({
      edits: over ? MOST_EDITS : is('edits', '+', 1),
      next_edit_at: over ? null : sql<number | null>`case when next_edit_at <> ${leasedUntil} then next_edit_at end`,
    }))
    .where('id', '=', id)
    .execute();
}

/** Lets an edit wait. */
export async function delayCorrection(db: Database, { id, leasedUntil }: Correction, until: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ next_edit_at: until })
    .where('id', '=', id)
    .where('next_edit_at', '=', leasedUntil)
    .execute();
}

/** Corrections, bound to a database. */
export function correctionsIn(backend: Backend) {
  const { db } = backend;
  return {
    claimDue: (claim: Claim) => claimDueCorrections(backend, claim),
    end: (correction: Correction, over: boolean) => endCorrection(db, correction, over),
    delay: (correction: Correction, until: number) => delayCorrection(db, correction, until),
  };
}
