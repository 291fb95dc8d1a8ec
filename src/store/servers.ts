import type { Look, Server } from '../model/server.ts';
import type { Database, Rest } from './backend.ts';
import { releaseFull } from './hourly.ts';

/** What a server has set; the defaults where Herald does not know it yet. */
export async function getServer(db: Database, id: string): Promise<Server> {
  const row = await db
    .selectFrom('servers')
    .select(['notices_channel', 'look', 'as_feed', 'publishes', 'posts_an_hour'])
    .where('id', '=', id)
    .executeTakeFirst();
  return {
    id,
    noticesChannel: row?.notices_channel ?? undefined,
    look: row?.look ?? 'full',
    asFeed: row?.as_feed === 1,
    publishes: row?.publishes === 1,
    postsPerHour: row?.posts_an_hour ?? undefined,
  };
}

/** What is to be another; a key that is missing stays, and null takes away what was set. */
export interface ServerChange {
  readonly noticesChannel?: string | null;
  readonly look?: Look;
  readonly asFeed?: boolean;
  readonly publishes?: boolean;
  readonly postsPerHour?: number | null;
}

export function changeServer(db: Database, id: string, change: ServerChange, now: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await ensureServer(trx, id, now);
    const { noticesChannel, look, asFeed, publishes, postsPerHour } = change;
    const columns = {
      ...(noticesChannel !== undefined && { notices_channel: noticesChannel }),
      ...(look !== undefined && { look }),
      ...(asFeed !== undefined && { as_feed: Number(asFeed) }),
      ...(publishes !== undefined && { publishes: Number(publishes) }),
      ...(postsPerHour !== undefined && { posts_an_hour: postsPerHour }),
    };
    if (Object.keys(columns).length > 0) await trx.updateTable('servers').set(columns).where('id', '=', id).execute();
    if (postsPerHour !== undefined) await releaseFull(trx, id, now);
  });
}

export async function ensureServer(db: Database, id: string, now: number): Promise<void> {
  await db
    .insertInto('servers')
    .values({ id, created_at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Servers, bound to a database. */
export function serversIn(db: Database, reader: Database) {
  return {
    get: (id: string) => getServer(reader, id),
    change: (...rest: Rest<typeof changeServer>) => changeServer(db, ...rest),
  };
}
