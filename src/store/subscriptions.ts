import { foldAuthor } from '../model/article.ts';
import { asksTheSame, type Subscription } from '../model/subscription.ts';
import { foldTags } from '../model/tag.ts';
import type { Database, Rest } from './backend.ts';
import { subscriptionBehind } from './behind.ts';
import { openDestination } from './destinations.ts';
import { expandTags } from './expand.ts';
import { insertServerFeed } from './server-feeds.ts';
import { ensureServer } from './servers.ts';
import { toSubscription } from './subscription-rows.ts';
import { countDirect, countToChannels, subscriptionListsIn } from './subscription-lists.ts';
import { restFeed, wakeFeed } from './wanted.ts';

type Optional = 'serverId' | 'memberId' | 'feedId' | 'author' | 'pingRole';

/** What leads where. Tags and the author are folded here. Without a feed it is every feed of the server. */
export type Wish = Pick<Subscription, 'destinationId' | 'tags' | 'except'> & Partial<Pick<Subscription, Optional>>;

/**
 * Adds a subscription, which opens its destination again. A feed that its server lacks becomes one of the server's. One that
 * stands already is answered instead: two presses of one button at once make one.
 *
 * @param room is told how many count against the limit that holds for this one, and throws when that is too many.
 */
export function addSubscription(
  db: Database,
  wish: Wish,
  now: number,
  room: (taken: number) => void = () => undefined,
): Promise<Subscription> {
  return db.transaction().execute(async (trx) => {
    const there = await standing(trx, wish);
    if (there === undefined) {
      room(await countBeside(trx, wish));
      return await insertSubscription(trx, wish, now, 0);
    }
    await openDestination(trx, there.destinationId);
    return there;
  });
}

/** What is to be another; a key that is missing stays, null takes away. */
export interface SubscriptionChange {
  readonly tags?: readonly string[];
  readonly except?: readonly string[];
  readonly author?: string | null;
  readonly pingRole?: string | null;
  readonly destinationId?: number;
}

/** @returns the subscription as it is now; undefined: it was ended meanwhile. */
export function changeSubscription(
  db: Database,
  id: number,
  change: SubscriptionChange,
): Promise<Subscription | undefined> {
  return db.transaction().execute(async (trx) => {
    const { tags, except, author, pingRole, destinationId } = change;
    const row = await trx
      .updateTable('subscriptions')
      .set({
        id, // SQL refuses an empty list of changes.
        ...(tags && { tags: JSON.stringify(foldTags(tags)) }),
        ...(except && { except_tags: JSON.stringify(foldTags(except)) }),
        ...(author !== undefined && { author: author === null ? null : foldAuthor(author) }),
        ...(pingRole !== undefined && { ping_role: pingRole }),
        ...(destinationId !== undefined && { destination_id: destinationId }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await expandTags(trx, row.server_id ?? undefined, [row]);
    await openDestination(trx, row.destination_id);
    return toSubscription(row);
  });
}

/** Ends a subscription; what is owed already is still sent. A feed that nobody wants then sleeps. False: it had ended. */
export function removeSubscription(db: Database, id: number): Promise<boolean> {
  return db.transaction().execute((trx) => deleteSubscription(trx, id));
}

export async function insertSubscription(db: Database, wish: Wish, now: number, fixed: 0 | 1): Promise<Subscription> {
  const { feedId, serverId, memberId, destinationId, author, pingRole } = wish;
  if (serverId !== undefined && feedId !== undefined) await insertServerFeed(db, serverId, feedId, memberId, now);
  else if (serverId !== undefined) await ensureServer(db, serverId, now);
  else if (feedId === undefined) throw new TypeError('A subscription needs a feed, or a server whose feeds are meant.');
  const row = await db
    .insertInto('subscriptions')
    .values({
      feed_id: feedId ?? null,
      server_id: serverId ?? null,
      member_id: memberId ?? null,
      destination_id: destinationId,
      created_at: now,
      fixed,
      tags: JSON.stringify(foldTags(wish.tags)),
      except_tags: JSON.stringify(foldTags(wish.except)),
      author: author === undefined ? null : foldAuthor(author),
      ping_role: pingRole ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await expandTags(db, serverId, [row]);
  await openDestination(db, destinationId);
  if (serverId === undefined && feedId !== undefined) await wakeFeed(db, feedId, now);
  return toSubscription(row);
}

export async function deleteSubscription(db: Database, id: number): Promise<boolean> {
  const gone = await db.deleteFrom('subscriptions').where('id', '=', id).returning('feed_id').executeTakeFirst();
  if (gone === undefined) return false;
  if (gone.feed_id !== null) await restFeed(db, gone.feed_id);
  return true;
}

/** The subscription that the wish would make once more. */
async function standing(db: Database, wish: Wish): Promise<Subscription | undefined> {
  const rows = await db
    .selectFrom('subscriptions')
    .selectAll()
    .where('destination_id', '=', wish.destinationId)
    .orderBy('id')
    .execute();
  const author = wish.author === undefined ? undefined : foldAuthor(wish.author);
  const asked = { ...wish, tags: foldTags(wish.tags), except: foldTags(wish.except), author };
  return rows.map(toSubscription).find((one) => one.serverId === wish.serverId && asksTheSame(one, asked));
}

/** Those to the channels of the server or, for one by direct message, to the member. */
async function countBeside(db: Database, { destinationId, serverId, memberId }: Wish): Promise<number> {
  const { kind } = await db
    .selectFrom('destinations')
    .select('kind')
    .where('id', '=', destinationId)
    .executeTakeFirstOrThrow();
  if (kind === 'direct') return memberId === undefined ? 0 : await countDirect(db, memberId);
  return serverId === undefined ? 0 : await countToChannels(db, serverId);
}

/** Subscriptions, bound to a database. */
export function subscriptionsIn(db: Database, reader: Database) {
  return {
    add: (...rest: Rest<typeof addSubscription>) => addSubscription(db, ...rest),
    change: (...rest: Rest<typeof changeSubscription>) => changeSubscription(db, ...rest),
    remove: (id: number) => removeSubscription(db, id),
    ...subscriptionListsIn(reader),
    behind: (...rest: Rest<typeof subscriptionBehind>) => subscriptionBehind(reader, ...rest),
  };
}
