import type { Database } from './backend.ts';
import { wakeSkipped } from './outbox.ts';

/** Owes one article to one destination, and wakes its lane. False: it is or was owed there already. */
export function oweNow(
  db: Database,
  articleId: number,
  destinationId: number,
  pings: readonly string[],
  now: number,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const owed = await trx
      .insertInto('deliveries')
      .values({ article_id: articleId, destination_id: destinationId, state: 'waiting', created_at: now })
      .onConflict(wakeSkipped)
      .returning('id')
      .executeTakeFirst();
    if (owed === undefined) return false;
    const rows = [...new Set(pings)].map((role_id) => ({ delivery_id: owed.id, role_id }));
    if (rows.length > 0) await trx.insertInto('delivery_pings').values(rows).execute();
    await trx
      .updateTable('destinations')
      .set({ next_send_at: now })
      .where('id', '=', destinationId)
      .where('next_send_at', 'is', null)
      .execute();
    return true;
  });
}
