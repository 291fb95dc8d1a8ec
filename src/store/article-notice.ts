import type { Delivery } from '../model/delivery.ts';
import type { Database } from './backend.ts';

const DAY_MS = 86_400_000;
/** How many of a lane's last deliveries are looked at for one that was given up. */
const LOOKED_AT = 100;

/**
 * Owes the admins of a channel's server a word that an article can't be posted there; in the transaction that gives it up. Of one
 * channel they are told once a day: what stands against one article may stand against all of a feed's.
 */
export async function noteArticle(db: Database, delivery: Delivery, reason: string, now: number): Promise<void> {
  const { id, article, destination } = delivery;
  if (destination.serverId === undefined) return;
  const last = await db
    .selectFrom('deliveries')
    .select(['state', 'finished_at'])
    .where('destination_id', '=', destination.id)
    .where('id', '<', id)
    .orderBy('id', 'desc')
    .limit(LOOKED_AT)
    .execute();
  if (last.some(({ state, finished_at }) => state === 'abandoned' && (finished_at ?? 0) > now - DAY_MS)) return;
  const about = { server_id: destination.serverId, channel_id: destination.address, article_id: article.id };
  await db
    .insertInto('notices')
    .values({ ...about, reason, created_at: now, next_send_at: now })
    .execute();
}
