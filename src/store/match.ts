import { sql, type SelectQueryBuilder } from 'kysely';

import { articleAlias, type StoredArticle } from '../model/article.ts';
import { foldTags } from '../model/tag.ts';
import type { Database } from './backend.ts';
import type { Tables } from './schema.ts';

/** The tag that stands for "every article": no folded tag is empty. */
export const EVERY_TAG = '';

/** How many subscriptions are looked at without letting the event loop go on: some 10 ms of work. */
const PAGE = 1000;

/** The subscriptions to a tag of a feed whose ids lie behind `after`, up to `last`. */
export interface Page {
  readonly tag: string;
  readonly after: number;
  readonly last: number;
  readonly full: boolean;
}

export async function pageAfter(db: Database, feedId: number, tag: string, after: number): Promise<Page | undefined> {
  const page = db
    .selectFrom('subscription_tags')
    .select('subscription_id')
    .where('feed_id', '=', feedId)
    .where('tag', '=', tag)
    .where('wanted', '=', 1)
    .where('subscription_id', '>', after)
    .orderBy('subscription_id')
    .limit(PAGE)
    .as('page');
  const { last, size } = await db
    .selectFrom(page)
    .select((is) => [is.fn.max('subscription_id').as('last'), is.fn.countAll<number>().as('size')])
    .executeTakeFirstOrThrow();
  return size === 0 ? undefined : { tag, after, last, full: size === PAGE };
}

type Subscribers = SelectQueryBuilder<Tables, 'subscription_tags' | 'subscriptions', object>;

export function subscribersOf(db: Database, article: StoredArticle, page: Page): Subscribers {
  return db
    .selectFrom('subscription_tags')
    .innerJoin('subscriptions', 'subscriptions.id', 'subscription_tags.subscription_id')
    .where('subscription_tags.feed_id', '=', article.feedId)
    .where('subscription_tags.tag', '=', page.tag)
    .where('subscription_tags.wanted', '=', 1)
    .where('subscription_tags.subscription_id', '>', page.after)
    .where('subscription_tags.subscription_id', '<=', page.last);
}

/** Tags that the subscription of the row keeps back. */
export function exceptions(db: Database, article: StoredArticle) {
  return db
    .selectFrom('subscription_tags as excepted')
    .select('excepted.tag')
    .where('excepted.subscription_id', '=', sql.ref<number>('subscriptions.id'))
    .where('excepted.wanted', '=', 0)
    .where('excepted.tag', 'in', [EVERY_TAG, ...foldTags(article.tags)]);
}

/** Deliveries of the same article, come by another feed, to the destination of the row. */
export function twins(db: Database, article: StoredArticle) {
  return db
    .selectFrom('articles as twin')
    .innerJoin('deliveries', 'deliveries.article_id', 'twin.id')
    .select('twin.id')
    .where('twin.alias', '=', articleAlias(article) ?? null)
    .where('twin.id', '!=', article.id)
    .where('deliveries.destination_id', '=', sql.ref<number>('subscriptions.destination_id'));
}
