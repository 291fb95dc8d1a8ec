import type { Backend } from './backend.ts';

/**
 * Ends the leases that a dead predecessor left, so that a start after a crash goes on at once. What was tried stays told by
 * `attempts` and `first_tried_at`. Where several processes share the database, a lease may be a living one's: it runs out.
 */
export function endLeases({ db, oneProcess }: Backend): Promise<void> {
  return db.transaction().execute(async (trx) => {
    if (!oneProcess) return;
    for (const table of ['feeds', 'destinations', 'notices'] as const)
      await trx.updateTable(table).set({ claimed_until: null }).where('claimed_until', 'is not', null).execute();
  });
}
