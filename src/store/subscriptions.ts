import type { Subscription } from '../model/subscription.ts';
import { foldTags } from '../model/tag.ts';
import { chunks, type Database, type Rest } from './backend.ts';
import { openDestination } from './destinations.ts';
import { EVERY_TAG } from './match.ts';

/** What leads where. Tags are folded here. */
export type Wish = Omit<Subscription, 'id'>;

/** Adds a subscription, which wakes its feed and opens its destination again. */
export function addSubscription(db: Database, wish: Wish, now: number): Promise<Subscription> {
  return db.transaction().execute((trx) => insertSubscription(trx, wish, now, 0));
}

/** The subscriptions of a feed, in the order in which they were made. */
export async function subscriptionsOfFeed(db: Database, feedId: number): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .select(['id', 'feed_id', 'destination_id'])
    .where('feed_id', '=', feedId)
    .orderBy('id')
    .execute();
  const marks = await db
    .selectFrom('subscription_tags')
    .innerJoin('subscriptions', 'subscriptions.id', 'subscription_tags.subscription_id')
    .select(['subscription_id', 'tag', 'wanted'])
    .where('subscriptions.feed_id', '=', feedId)
    .where('tag', '!=', EVERY_TAG)
    .orderBy('subscriptions.id')
    .orderBy('wanted')
    .orderBy('tag')
    .execute();
  const marksOf = Map.groupBy(marks, (mark) => mark.subscription_id);
  return rows.map((row) => {
    const own = marksOf.get(row.id) ?? [];
    const tags = own.filter(({ wanted }) => wanted === 1).map(({ tag }) => tag);
    const except = own.filter(({ wanted }) => wanted === 0).map(({ tag }) => tag);
    return { id: row.id, feedId: row.feed_id, destinationId: row.destination_id, tags, except };
  });
}

/** Ends a subscription; its feed sleeps when that was the last one. What is owed already is still sent. */
export function removeSubscription(db: Database, id: number): Promise<void> {
  return db.transaction().execute((trx) => deleteSubscription(trx, id));
}

export async function insertSubscription(db: Database, wish: Wish, now: number, fixed: 0 | 1): Promise<Subscription> {
  const { feedId, destinationId } = wish;
  const { id } = await db
    .insertInto('subscriptions')
    .values({ feed_id: feedId, destination_id: destinationId, created_at: now, fixed })
    .returning('id')
    .executeTakeFirstOrThrow();
  const tags = foldTags(wish.tags);
  const except = foldTags(wish.except);
  const mark = (tag: string, wanted: 0 | 1) => ({ subscription_id: id, feed_id: feedId, tag, wanted });
  const wanted = tags.length === 0 ? [EVERY_TAG] : tags;
  const marks = [...wanted.map((tag) => mark(tag, 1)), ...except.map((tag) => mark(tag, 0))];
  for (const some of chunks(marks, 4)) await db.insertInto('subscription_tags').values(some).execute();
  await openDestination(db, destinationId);
  await db
    .updateTable('feeds')
    .set({ next_poll_at: now })
    .where('id', '=', feedId)
    .where('next_poll_at', 'is', null)
    .execute();
  return { id, feedId, destinationId, tags, except };
}

export async function deleteSubscription(db: Database, id: number): Promise<void> {
  const gone = await db.deleteFrom('subscriptions').where('id', '=', id).returning('feed_id').executeTakeFirst();
  if (gone === undefined) return;
  await db
    .updateTable('feeds')
    .set({ next_poll_at: null })
    .where('id', '=', gone.feed_id)
    .where((is) =>
      is.not(
        is.exists(
          is.selectFrom('subscriptions').select('subscriptions.id').whereRef('subscriptions.feed_id', '=', 'feeds.id'),
        ),
      ),
    )
    .execute();
}

/** Subscriptions, bound to a database. */
export function subscriptionsIn(db: Database) {
  return {
    add: (...rest: Rest<typeof addSubscription>) => addSubscription(db, ...rest),
    forFeed: (feedId: number) => subscriptionsOfFeed(db, feedId),
    remove: (id: number) => removeSubscription(db, id),
  };
}
