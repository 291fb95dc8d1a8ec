import type { StoredArticle } from '../model/article.ts';
import type { Subscription } from '../model/subscription.ts';
import { foldTags } from '../model/tag.ts';
import type { Database } from './backend.ts';
import { EVERY_TAG, wishesOf } from './match.ts';
import { toSubscription } from './subscription-rows.ts';

/** The oldest subscription that leads an article to a destination; undefined when none does any more. */
export async function subscriptionBehind(
  db: Database,
  article: StoredArticle,
  destinationId: number,
): Promise<Subscription | undefined> {
  const there = await db.selectFrom('subscriptions').select('id').where('destination_id', '=', destinationId).execute();
  if (there.length === 0) return undefined;
  const candidates = there.map(({ id }) => id);
  const row = await wishesOf(db, article, candidates)
    .where((is) => is.or([is('subscriptions.feed_id', '=', article.feedId), is('subscriptions.feed_id', 'is', null)]))
    .where('subscriptions.id', 'in', (is) =>
      is
        .selectFrom('subscription_tags')
        .select('subscription_id')
        .where('subscription_id', 'in', candidates)
        .where('wanted', '=', 1)
        .where('tag', 'in', [EVERY_TAG, ...foldTags(article.tags)]),
    )
    .selectAll('subscriptions')
    .orderBy('subscriptions.id')
    .executeTakeFirst();
  return row && toSubscription(row);
}
