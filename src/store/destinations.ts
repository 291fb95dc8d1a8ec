import type { Destination } from '../model/destination.ts';
import type { Database } from './backend.ts';

/** The destination of that kind and address; made when it isn't there. A closed one stays closed. */
export async function ensureDestination(
  db: Database,
  place: Pick<Destination, 'kind' | 'address'>,
): Promise<Destination> {
  await db
    .insertInto('destinations')
    .values({ kind: place.kind, address: place.address })
    .onConflict((conflict) => conflict.columns(['kind', 'address']).doNothing())
    .execute();
  const { id } = await db
    .selectFrom('destinations')
    .select('id')
    .where('kind', '=', place.kind)
    .where('address', '=', place.address)
    .executeTakeFirstOrThrow();
  return { id, kind: place.kind, address: place.address };
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
  return { ensure: (place: Pick<Destination, 'kind' | 'address'>) => ensureDestination(db, place) };
}
