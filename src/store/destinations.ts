import { sql } from 'kysely';

import { DESTINATION_KINDS, type Destination, type DestinationKindName } from '../model/destination.ts';
import type { Database } from './backend.ts';

/** A place, as far as it is known: without its kind it is what it was, at first a channel; and the server that it belongs to. */
export interface Place extends Pick<Destination, 'address'> {
  readonly kind?: DestinationKindName | undefined;
  readonly serverId?: string | undefined;
}

/**
 * The destination of that address; made when it isn't there. A closed one stays closed. One that turns out to be of another kind
 * stays itself, with all that it is owed and was sent.
 */
export function ensureDestination(db: Database, { kind, address, serverId }: Place): Promise<Destination> {
  return db.transaction().execute(async (trx) => {
    const there = await trx
      .selectFrom('destinations')
      .select(['id', 'kind'])
      .where('kind', 'in', Object.keys(DESTINATION_KINDS))
      .where('address', '=', address)
      .executeTakeFirst();
    if (there !== undefined && kind !== undefined && there.kind !== kind) await becomeKind(trx, there.id, kind);
    const known = kind ?? (there?.kind as DestinationKindName | undefined) ?? 'channel'; // Written below alone.
    const row = await trx
      .insertInto('destinations')
      .values({ kind: known, address, server_id: serverId ?? null })
      .onConflict((conflict) =>
        conflict
          .columns(['kind', 'address'])
          .doUpdateSet((is) => ({ server_id: is.fn.coalesce('excluded.server_id', 'destinations.server_id') })),
      )
      .returning(['id', 'server_id'])
      .executeTakeFirstOrThrow();
    return { id: row.id, kind: known, address, serverId: row.server_id ?? undefined };
  });
}

/** What waited because Discord took nothing of the wrong kind is due now. */
async function becomeKind(db: Database, id: number, kind: DestinationKindName): Promise<void> {
  await db
    .updateTable('destinations')
    .set({ kind, forbidden_tries: 0, next_send_at: sql`case when next_send_at is not null then 0 end` })
    .where('id', '=', id)
    .execute();
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
  return {
    ensure: (place: Place) => ensureDestination(db, place),
    open: (id: number) => openDestination(db, id),
  };
}
