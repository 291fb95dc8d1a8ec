import type { Destination } from '../model/destination.ts';
import type { Database } from './backend.ts';

/** A place, and the server that it belongs to where there is one and it is known. */
export interface Place extends Pick<Destination, 'kind' | 'address'> {
  readonly serverId?: string | undefined;
}

/** The destination of that kind and address; made when it isn't there. A closed one stays closed. */
export async function ensureDestination(db: Database, { kind, address, serverId }: Place): Promise<Destination> {
  const row = await db
    .insertInto('destinations')
    .values({ kind, address, server_id: serverId ?? null })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'address'])
        .doUpdateSet((is) => ({ server_id: is.fn.coalesce('excluded.server_id', 'destinations.server_id') })),
    )
    .returning(['id', 'server_id'])
    .executeTakeFirstOrThrow();
  return { id: row.id, kind, address, serverId: row.server_id ?? undefined };
}

/** Ends what closed a destination, if anything did. */
export async function openDestination(db: Database, id: number): Promise<void> {
  await db
    .updateTable('destinations')
    .set({ closed_at: null, closed_reason: null, forbidden_tries: 0 })
    .where('id', '=', id)
    .where('closed_at', 'is not', null)
    .execute();
}

/** Destinations, bound to a database. */
export function destinationsIn(db: Database) {
  return { ensure: (place: Place) => ensureDestination(db, place) };
}
