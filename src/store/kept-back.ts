import { sql } from 'kysely';

import type { StoredArticle } from '../model/article.ts';
import type { Database } from './backend.ts';
import { keptBackBy, reasonFor, type Candidates } from './match.ts';

/** Tells of those who would have had the article by its tags and author which rule kept it back from them. */
export async function noteKeptBack(
  db: Database,
  article: StoredArticle,
  candidates: Candidates,
  now: number,
): Promise<void> {
  const kept = keptBackBy(db, article, candidates)
    .innerJoin('destinations', 'destinations.id', 'subscriptions.destination_id')
    .where('destinations.closed_at', 'is', null)
    .select([
      sql<number>`cast(${article.id} as bigint)`.as('article_id'),
      'subscriptions.destination_id',
      sql.lit('skipped').as('state'),
      reasonFor(db, article).as('reason'),
      sql<number>`cast(${now} as bigint)`.as('created_at'),
      sql<number>`cast(${now} as bigint)`.as('finished_at'),
    ]);
  await db
    .insertInto('deliveries')
    .columns(['article_id', 'destination_id', 'state', 'reason', 'created_at', 'finished_at'])
    .expression(kept)
    .onConflict((conflict) => conflict.columns(['article_id', 'destination_id']).doNothing())
    .execute();
}
