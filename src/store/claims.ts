import { sql } from 'kysely';

import type { Delivery } from '../model/delivery.ts';
import type { DestinationKindName } from '../model/destination.ts';
import { toArticle } from './article-rows.ts';
import type { Backend, Database } from './backend.ts';
import type { Claim } from './lease.ts';
import { pingsOf } from './pings.ts';
import { nonceOf } from './nonce.ts';

/** Written out, not bound: only so does SQLite see that the index of what waits serves the question. */
export const WAITING = sql.lit('waiting' as const);

/**
 * Leases destinations that are due, those longest due first, and gives the oldest waiting delivery of each: one lane is never
 * with two senders, so its articles leave in order, and a lane of 10,000 comes behind all others after each one.
 *
 * That a try may have happened is durable before anything is sent.
 */
export function claimDueDeliveries(backend: Backend, claim: Claim): Promise<Delivery[]> {
  return backend.db.transaction().execute(async (db) => {
    const lanes = await leaseLanes(db, backend.skipsLocked, claim);
    if (lanes.length === 0) return [];
    const rows = await headsOf(db, lanes);
    const pings = await pingsOf(
      db,
      rows.map(({ delivery_id }) => delivery_id),
    );
    const heads = rows.map((row) => toDelivery(row, pings.get(row.delivery_id) ?? []));
    await markTried(db, heads, claim.now);
    await leaveEmptyLanes(db, lanes, heads);
    const position = new Map(lanes.map((id, index) => [id, index]));
    const place = ({ destination }: Delivery) => position.get(destination.id) ?? 0;
    return heads.sort((a, b) => place(a) - place(b));
  });
}

async function leaseLanes(db: Database, skipsLocked: boolean, claim: Claim): Promise<number[]> {
  const { now, leaseMs, limit, except = [] } = claim;
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
  const ids = due.map(({ id }) => id);
  if (ids.length > 0)
    await db
      .updateTable('destinations')
      .set({ claimed_until: now + leaseMs })
      .where('id', 'in', ids)
      .execute();
  return ids;
}

function headsOf(db: Database, lanes: readonly number[]) {
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
    .innerJoin('feeds', 'feeds.id', 'articles.feed_id')
    .leftJoin('servers', 'servers.id', 'destinations.server_id')
    .where('destinations.id', 'in', lanes)
    .selectAll('articles')
    .select(['deliveries.id as delivery_id', 'deliveries.attempts', 'deliveries.failures', 'deliveries.first_tried_at'])
    .select([
      'destinations.id as destination_id',
      'destinations.kind',
      'destinations.address',
      'destinations.server_id',
    ])
    .select(['destinations.forbidden_tries', 'servers.look'])
    .select(['feeds.url as feed_url', 'feeds.title as feed_title', 'feeds.link as feed_link'])
    .execute();
}

function toDelivery(row: Awaited<ReturnType<typeof headsOf>>[number], pings: readonly string[]): Delivery {
  const kind = row.kind as DestinationKindName; // Written by ensureDestination alone.
  const destination = { id: row.destination_id, kind, address: row.address, serverId: row.server_id ?? undefined };
  return {
    id: row.delivery_id,
    article: toArticle(row),
    feed: {
      id: row.feed_id,
      url: row.feed_url,
      title: row.feed_title ?? undefined,
      link: row.feed_link ?? undefined,
    },
    destination,
    pings,
    look: row.look ?? 'full',
    attempts: row.attempts,
    failures: row.failures,
    forbiddenTries: row.forbidden_tries,
    firstTriedAt: row.first_tried_at ?? undefined,
    nonce: nonceOf(row.feed_url, row.key, destination),
  };
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
