import type { Database } from './backend.ts';

/** When something was last posted in a server, in epoch milliseconds; undefined: never. */
export async function lastPostOfServer(db: Database, serverId: string): Promise<number | undefined> {
  // Lane by lane, the newest of each by its index: a server's past may be long, its lanes are few.
  const rows = await db
    .selectFrom('destinations')
    .where('destinations.server_id', '=', serverId)
    .select((is) =>
      is
        .selectFrom('deliveries')
        .select('deliveries.finished_at')
        .whereRef('deliveries.destination_id', '=', 'destinations.id')
        .where('deliveries.state', '=', 'sent')
        .orderBy('deliveries.id', 'desc')
        .limit(1)
        .as('at'),
    )
    .execute();
  const posts = rows.flatMap(({ at }) => at ?? []);
  return posts.length === 0 ? undefined : Math.max(...posts);
}
