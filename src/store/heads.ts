import { sql } from 'kysely';

import type { Delivery, Owed } from '../model/delivery.ts';
import type { DestinationKindName } from '../model/destination.ts';
import type { Database } from './backend.ts';
import { nonceOf } from './nonce.ts';
import { owedRows, toOwed } from './owed-rows.ts';
import { pingsOf } from './pings.ts';

/** Written out, not bound: only so does SQLite see that the indexes of what waits and of what was sent serve the question. */
export const WAITING = sql.lit('waiting' as const);
export const SENT = sql.lit('sent' as const);

/** The oldest waiting delivery of each lane, and those that are folded with it. */
export async function headsOf(db: Database, lanes: readonly number[]): Promise<Delivery[]> {
  const rows = await headRows(db, lanes);
  const folds = await foldRows(
    db,
    rows.flatMap(({ fold_id }) => fold_id ?? []),
  );
  const pings = await pingsOf(
    db,
    [...rows, ...folds].map(({ delivery_id }) => delivery_id),
  );
  return rows.map((row) => {
    const folded = folds.filter((one) => one.fold_id === row.fold_id && one.delivery_id !== row.delivery_id);
    const roles = [row, ...folded].flatMap(({ delivery_id }) => pings.get(delivery_id) ?? []);
    return toDelivery(row, folded.map(toOwed), [...new Set(roles)]);
  });
}

/** The destinations with the oldest that waits in each. */
export function laneHeads(db: Database, lanes: readonly number[]) {
  return db
    .selectFrom('destinations')
    .innerJoin('deliveries', (join) =>
      join.on('deliveries.id', '=', (is) =>
        is
          .selectFrom('deliveries as head')
          .select((head) => head.fn.min('head.id').as('id'))
          .whereRef('head.destination_id', '=', 'destinations.id')
          .where('head.state', '=', WAITING),
      ),
    )
    .innerJoin('articles', 'articles.id', 'deliveries.article_id')
    .where('destinations.id', 'in', lanes);
}

function headRows(db: Database, lanes: readonly number[]) {
  return laneHeads(db, lanes)
    .innerJoin('feeds', 'feeds.id', 'articles.feed_id')
    .leftJoin('servers', 'servers.id', 'destinations.server_id')
    .selectAll('articles')
    .select(['feeds.url as feed_url', 'feeds.title as feed_title', 'feeds.link as feed_link', 'feeds.icon'])
    .select(['deliveries.id as delivery_id', 'deliveries.fold_id'])
    .select(['deliveries.attempts', 'deliveries.failures', 'deliveries.first_tried_at'])
    .select(['destinations.id as destination_id', 'destinations.kind', 'destinations.address'])
    .select(['destinations.server_id', 'destinations.forbidden_tries'])
    .select(['servers.look', 'servers.as_feed', 'servers.publishes'])
    .execute();
}

async function foldRows(db: Database, folds: readonly number[]) {
  if (folds.length === 0) return [];
  return await owedRows(db)
    .where('deliveries.fold_id', 'in', folds)
    .where('deliveries.state', '=', 'waiting')
    .orderBy('deliveries.fold_id')
    .orderBy('deliveries.id')
    .execute();
}

function toDelivery(
  row: Awaited<ReturnType<typeof headRows>>[number],
  folded: readonly Owed[],
  pings: readonly string[],
): Delivery {
  const kind = row.kind as DestinationKindName; // Written by ensureDestination alone.
  const destination = { id: row.destination_id, kind, address: row.address, serverId: row.server_id ?? undefined };
  return {
    ...toOwed(row),
    folded,
    destination,
    pings,
    look: row.look ?? 'full',
    asFeed: row.as_feed === 1,
    publishes: row.publishes === 1,
    attempts: row.attempts,
    failures: row.failures,
    forbiddenTries: row.forbidden_tries,
    firstTriedAt: row.first_tried_at ?? undefined,
    nonce: nonceOf(row.feed_url, row.key, destination),
  };
}
