import type { Database } from './backend.ts';
import type { Claim } from './lease.ts';

/** A message that is to be published. Instants are epoch milliseconds. */
export interface Publishing {
  readonly messageId: string;
  readonly channelId: string;
}

const HOUR_MS = 3_600_000;
/** What could not be published for so long is no news any more. */
const KEPT_MS = 12 * HOUR_MS;

export async function addPublishing(db: Database, { messageId, channelId }: Publishing, now: number): Promise<void> {
  await db
    .insertInto('publishings')
    .values({ message_id: messageId, channel_id: channelId, created_at: now, next_try_at: now })
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .execute();
}

/** Leases what is due, the oldest first, and forgets what is too old. */
export function claimDuePublishings(db: Database, { now, leaseMs, limit }: Claim): Promise<Publishing[]> {
  return db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('publishings')
      .where((is) => is.or([is('published_at', '<', now - HOUR_MS), is('created_at', '<', now - KEPT_MS)]))
      .execute();
    const rows = await trx
      .selectFrom('publishings')
      .select(['message_id as messageId', 'channel_id as channelId'])
      .where('next_try_at', '<=', now)
      .orderBy('next_try_at')
      .orderBy('created_at')
      .orderBy('message_id')
      .limit(limit)
      .execute();
    const ids = rows.map(({ messageId }) => messageId);
    if (ids.length > 0)
      await trx
        .updateTable('publishings')
        .set({ next_try_at: now + leaseMs })
        .where('message_id', 'in', ids)
        .execute();
    return rows;
  });
}

/** When messages of a channel were published within the last hour, the oldest first. */
export async function publishedLately(db: Database, channelId: string, now: number): Promise<number[]> {
  const rows = await db
    .selectFrom('publishings')
    .select('published_at')
    .where('channel_id', '=', channelId)
    .where('published_at', '>', now - HOUR_MS)
    .orderBy('published_at')
    .execute();
  return rows.flatMap(({ published_at }) => published_at ?? []);
}

/** Messages to be published, bound to a database. */
export function publishingsIn(db: Database) {
  const of = (messageId: string) => db.updateTable('publishings').where('message_id', '=', messageId);
  return {
    add: (publishing: Publishing, now: number) => addPublishing(db, publishing, now),
    claimDue: (claim: Claim) => claimDuePublishings(db, claim),
    lately: (channelId: string, now: number) => publishedLately(db, channelId, now),
    published: async (messageId: string, now: number) => {
      await of(messageId).set({ published_at: now, next_try_at: null }).execute();
    },
    delay: async (messageId: string, until: number) => {
      await of(messageId).set({ next_try_at: until }).execute();
    },
    /** Lets all of a channel wait. */
    delayChannel: async (channelId: string, until: number) => {
      const waiting = db.updateTable('publishings').where('channel_id', '=', channelId);
      await waiting.set({ next_try_at: until }).where('next_try_at', '<', until).execute();
    },
    drop: async (messageId: string) => {
      await db.deleteFrom('publishings').where('message_id', '=', messageId).execute();
    },
  };
}
