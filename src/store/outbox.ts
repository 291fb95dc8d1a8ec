import { setImmediate } from 'node:timers/promises';

import { sql, type OnConflictBuilder } from 'kysely';

import type { StoredArticle } from '../model/article.ts';
import { foldTags } from '../model/tag.ts';
import type { Database } from './backend.ts';
import { EVERY_TAG, candidatesFor, twins, wantedTags, wishesOf, type Candidates } from './match.ts';
import { noteKeptBack } from './kept-back.ts';
import { notePings } from './pings.ts';
import type { Tables } from './schema.ts';

/**
 * Writes the deliveries of a feed's articles, in the transaction that records them: one to each open destination that a
 * subscription leads an article to, unless the same article came there by another feed.
 *
 * The question is asked the other way round than `wants()` asks it, so that only subscriptions that may match are touched:
 * each row of subscription_tags is a wanted or an excepted tag, and its indexes lead from each tag of the article to those who
 * want it. A feed with 100,000 subscriptions to other tags costs nothing. Those that match are walked in pages, with a breath
 * between them: SQLite answers on the thread that Discord's heartbeat runs on.
 *
 * @returns how many deliveries were written.
 */
export async function oweArticles(
  db: Database,
  feedId: number,
  articles: readonly StoredArticle[],
  now: number,
): Promise<number> {
  const tagged = articles.map((article) => ({ article, tags: [EVERY_TAG, ...foldTags(article.tags)] }));
  const wanted = await wantedTags(db, feedId, new Set(tagged.flatMap(({ tags }) => tags)));
  let written = 0;
  let pages = 0;
  for (const { article, tags } of tagged) {
    for (const tag of tags.filter((each) => wanted.has(each))) {
      for await (const candidates of candidatesFor(db, feedId, tag)) {
        if (pages++ > 0) await setImmediate();
        written += await oweTo(db, article, candidates, now);
      }
    }
  }
  return written;
}

async function oweTo(db: Database, article: StoredArticle, candidates: Candidates, now: number): Promise<number> {
  const owed = wishesOf(db, article, candidates)
    .innerJoin('destinations', 'destinations.id', 'subscriptions.destination_id')
    .where('destinations.closed_at', 'is', null)
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
    .onConflict(wakeSkipped)
    .executeTakeFirstOrThrow();
  await noteKeptBack(db, article, candidates, now);
  await notePings(db, article, candidates);
  await wakeLanes(db, article, candidates, now);
  return Number(numInsertedOrUpdatedRows ?? 0);
}

/** What one subscription keeps back another may want. */
export function wakeSkipped(conflict: OnConflictBuilder<Tables, 'deliveries'>) {
  return conflict
    .columns(['article_id', 'destination_id'])
    .doUpdateSet({ state: 'waiting', reason: null, finished_at: null })
    .where('deliveries.state', '=', 'skipped');
}

/** A lane in which nothing waited is due now; one that pauses stays as it is. */
async function wakeLanes(db: Database, article: StoredArticle, candidates: Candidates, now: number): Promise<void> {
  const lanes = db.selectFrom('subscriptions').select('destination_id').where('id', 'in', candidates);
  await db
    .updateTable('destinations')
    .set({ next_send_at: now })
    .where('next_send_at', 'is', null)
    .where('id', 'in', lanes)
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
