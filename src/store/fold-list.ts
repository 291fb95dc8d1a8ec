import type { Owed } from '../model/delivery.ts';
import type { Database } from './backend.ts';
import { owedRows, toOwed } from './owed-rows.ts';

/** All that one message lists, and the destination that it was sent to. */
export interface Fold {
  readonly address: string;
  readonly serverId: string | undefined;
  readonly list: readonly Owed[];
}

/** Undefined: there is no such fold, or nothing is left of it. */
export async function readFold(db: Database, id: number): Promise<Fold | undefined> {
  const rows = await owedRows(db)
    .innerJoin('destinations', 'destinations.id', 'deliveries.destination_id')
    .select(['destinations.address', 'destinations.server_id'])
    .where('deliveries.fold_id', '=', id)
    .orderBy('deliveries.id')
    .execute();
  const [first] = rows;
  return first && { address: first.address, serverId: first.server_id ?? undefined, list: rows.map(toOwed) };
}
