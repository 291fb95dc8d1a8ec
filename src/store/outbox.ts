import { setImmediate } from 'node:timers/promises';

import { sql } from 'kysely';

import type { StoredArticle } from '../model/article.ts';
import { foldTags } from '../model/tag.ts';
import type { Database } from './backend.ts';
import { EVERY_TAG, exceptions, pageAfter, subscribersOf, twins, type Page } from './match.ts';

/**
 * Writes the deliveries of an article, in the transaction that records it: one to each open destination that a subscription
 * leads it to, unless the same article came there by another feed.
 *
 * The question is asked the other way round than `wants()` asks it, so that only subscriptions that may match are touched:
 * each row of subscription_tags is a wanted or an excepted tag, and its index (feed, tag, wanted, subscription) leads from
 * each tag of the article to those who want it. A feed with 100,000 subscriptions to other tags costs nothing. Those that
 * match are walked in pages, with a breath between them: SQLite answers on the thread that Discord's heartbeat runs on.
 *
 * @returns how many deliveries were written.
 */
export async function oweArticle(db: Database, article: StoredArticle, now: number): Promise<number> {
  let written = 0;
  for (const tag of [EVERY_TAG, ...foldTags(article.tags)]) {
    let page = await pageAfter(db, article.feedId, tag, 0);
    while (page !== undefined) {
      written += await owePage(db, article, page, now);
      if (!page.full) break;
      await setImmediate();
      page = await pageAfter(db, article.feedId, tag, page.last);
    }
  }
  return written;
}

async function owePage(db: Database, article: StoredArticle, page: Page, now: number): Promise<number> {
  const owed = subscribersOf(db, article, page)
    .innerJoin('destinations', 'destinations.id', 'subscriptions.destination_id')
    .where('destinations.closed_at', 'is', null)
    .where((is) => is.not(is.exists(exceptions(db, article))))
    .where((is) => is.not(is.exists(twins(db, article))))
    .select([
      sql<number>`cast(${article.id} as bigint)`.as('article_id'),
      'subscriptions.destination_id',
      sql.lit('waiting').as('state'),
      sql<number>`cast(${now} as bigint)`.as('created_at'),
    ])
    .distinct();
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('deliveries')
    .columns(['article_id', 'destination_id', 'state', 'created_at'])
    .expression(owed)
    .onConflict((conflict) => conflict.columns(['article_id', 'destination_id']).doNothing())
    .executeTakeFirstOrThrow();
  await wakeLanes(db, article, page, now);
  return Number(numInsertedOrUpdatedRows ?? 0);
}

/** A lane in which nothing waited is due now; one that pauses stays as it is. */
async function wakeLanes(db: Database, article: StoredArticle, page: Page, now: number): Promise<void> {
  await db
    .updateTable('destinations')
    .set({ next_send_at: now })
    .where('next_send_at', 'is', null)
    .where('id', 'in', subscribersOf(db, article, page).select('subscriptions.destination_id'))
    .where((is) =>
      is.exists(
        is
          .selectFrom('deliveries')
          .select('deliveries.id')
          .whereRef('deliveries.destination_id', '=', 'destinations.id')
          .where('deliveries.article_id', '=', article.id)
          .where('deliveries.state', '=', 'waiting'),
      ),
    )
    .execute();
}
