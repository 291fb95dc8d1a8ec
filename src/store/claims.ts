import { sql } from 'kysely';

import type { Delivery } from '../model/delivery.ts';
import type { DestinationKindName } from '../model/destination.ts';
import { toArticle } from './article-rows.ts';
import type { Backend, Database } from './backend.ts';
import type { Claim } from './lease.ts';
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
    const heads = (await headsOf(db, lanes)).map(toDelivery);
    await markTried(db, heads, claim.now);
    await leaveEmptyLanes(db, lanes, heads);
    const position = new Map(lanes.map((id, index) => [id, index]));
    const place = ({ destination }: Delivery) => position.get(destination.id) ?? 0;
    return heads.sort((a, b) => place(a) - place(b));
  });
}

async function leaseLanes(db: Database, skipsLocked: boolean, { now, leaseMs, limit }: Claim): Promise<number[]> {
  const due = await db
    .selectFrom('destinations')
    .select('id')
    .where('next_send_at', '<=', now)
    .where((is) => is.or([is('claimed_until', 'is', null), is('claimed_until', '<=', now)]))
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
    .where('destinations.id', 'in', lanes)
    .selectAll('articles')
    .select(['deliveries.id as delivery_id', 'deliveries.attempts', 'deliveries.failures', 'deliveries.first_tried_at'])
    .select(['destinations.id as destination_id', 'destinations.kind', 'destinations.address'])
    .select('destinations.forbidden_tries')
    .select(['feeds.url as feed_url', 'feeds.title as feed_title', 'feeds.link as feed_link'])
    .execute();
}

function toDelivery(row: Awaited<ReturnType<typeof headsOf>>[number]): Delivery {
  const kind = row.kind as DestinationKindName; // Written by ensureDestination alone.
  const destination = { id: row.destination_id, kind, address: row.address };
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
