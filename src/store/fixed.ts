import { sql } from 'kysely';

import type { Database } from './backend.ts';
import { openDestination } from './destinations.ts';
import { deleteSubscription, insertSubscription, type Wish } from './subscriptions.ts';

/** What the settings lead where; the server of the channel, once it is known. */
export type FixedWish = Required<Pick<Wish, 'feedId' | 'destinationId'>> & Pick<Wish, 'serverId'>;

/**
 * Makes the one subscription hold that the settings FEED_URL and CHANNEL_ID stand for, and ends those that earlier settings
 * made. Its destination is open again afterwards: a restart is how an operator without commands says "try again".
 */
export function setFixedSubscription(db: Database, wish: FixedWish | undefined, now: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const fixed = await trx
      .selectFrom('subscriptions')
      .select(['id', 'feed_id', 'destination_id', 'server_id'])
      .where('fixed', '=', sql.lit(1))
      .execute();
    const stands = fixed.find(
      (row) =>
        row.feed_id === wish?.feedId &&
        row.destination_id === wish.destinationId &&
        // A start that doesn't know the server takes nothing from what an earlier one has learnt.
        (wish.serverId === undefined || row.server_id === wish.serverId),
    );
    // The new one first: a feed that both lead from must not be put to sleep, and so polled early, in between.
    if (wish !== undefined && stands === undefined)
      await insertSubscription(trx, { ...wish, tags: [], except: [] }, now, 1);
    if (wish !== undefined) await openDestination(trx, wish.destinationId);
    for (const { id } of fixed) if (id !== stands?.id) await deleteSubscription(trx, id);
  });
}
