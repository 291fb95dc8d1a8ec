import { sql } from 'kysely';

import type { Database } from './backend.ts';
import { SENT, WAITING } from './heads.ts';

const HOUR_MS = 3_600_000;

/** Why a channel's posts wait, in words that its admins read. */
const HELD = 'The channel has had as many posts as it may have in an hour.';

/**
 * Lets lanes go whose channels have had their posts of the hour: they wait until the oldest of these is an hour old. Direct
 * messages have no such limit.
 *
 * @param most what holds where a server has set nothing else; 0: no limit.
 * @returns the lanes that may send.
 */
export async function holdFull(db: Database, lanes: readonly number[], most: number, now: number): Promise<number[]> {
  const full = new Set<number>();
  for (const { id, limit } of await limitsOf(db, lanes, most)) {
    // A fold is one post.
    const nth = await db
      .selectFrom('deliveries')
      .select('finished_at')
      .where('destination_id', '=', id)
      .where('state', '=', SENT)
      .where('finished_at', '>', now - HOUR_MS)
      .where((is) => is.or([is('fold_id', 'is', null), is('fold_id', '=', is.ref('id'))]))
      .orderBy('finished_at', 'desc')
      .limit(1)
      .offset(limit - 1)
      .executeTakeFirst();
    const last = nth?.finished_at ?? undefined;
    if (last === undefined) continue;
    full.add(id);
    await hold(db, id, last + HOUR_MS);
  }
  return lanes.filter((id) => !full.has(id));
}

function limitsOf(db: Database, lanes: readonly number[], most: number) {
  const limit = sql<number>`coalesce(servers.posts_an_hour, ${most})`;
  return db
    .selectFrom('destinations')
    .leftJoin('servers', 'servers.id', 'destinations.server_id')
    .where('destinations.id', 'in', lanes)
    .where('destinations.kind', '!=', 'direct')
    .where(limit, '>', 0)
    .select(['destinations.id', limit.as('limit')])
    .execute();
}

async function hold(db: Database, lane: number, until: number): Promise<void> {
  await db
    .updateTable('destinations')
    .set({ claimed_until: null, next_send_at: until })
    .where('id', '=', lane)
    .execute();
  await db
    .updateTable('deliveries')
    .set({ reason: HELD })
    .where('id', '=', (is) =>
      is
        .selectFrom('deliveries as head')
        .select((head) => head.fn.min<number>('head.id').as('id'))
        .where('head.destination_id', '=', lane)
        .where('head.state', '=', WAITING),
    )
    .execute();
}

/** Lets a server's channels that were full be looked at again: the limit is another. */
export async function releaseFull(db: Database, serverId: string, now: number): Promise<void> {
  await db
    .updateTable('destinations')
    .set({ next_send_at: now })
    .where('server_id', '=', serverId)
    .where('next_send_at', '>', now)
    .where((is) =>
      is.exists(
        is
          .selectFrom('deliveries')
          .select('deliveries.id')
          .whereRef('deliveries.destination_id', '=', 'destinations.id')
          .where('deliveries.state', '=', WAITING)
          .where('deliveries.reason', '=', HELD),
      ),
    )
    .execute();
}
