import { sql, type RawBuilder } from 'kysely';

import { DESTINATION_KINDS } from '../model/destination.ts';
import { BURST_MEMORY_MS, BURST_REACH_MS, FEWEST_FOLDED, authorKey, foldOf, type Queued } from '../model/fold.ts';
import { authorsOf } from './article-rows.ts';
import type { Database } from './backend.ts';
import { SENT, WAITING, laneHeads } from './heads.ts';

/** How far behind the head of a lane a burst is looked for, and how many a message lists at most. */
const MOST_FOLDED = 100;
const MOST_RECENT = 50;

const FOLDING_KINDS = Object.entries(DESTINATION_KINDS).flatMap(([kind, { folds }]) => (folds ? [kind] : []));

/** When an article was published, as far as is known. */
const AT: RawBuilder<number> = sql`coalesce(articles.published, articles.first_seen_at)`;

/**
 * Settles which deliveries leave in one message with the heads of these lanes. It is durable before anything is sent, so that a
 * retry sends the same message; a head that was tried alone stays alone.
 *
 * @param most more articles than this of one author or feed, closely published, are folded.
 */
export async function settleFolds(db: Database, lanes: readonly number[], most: number, now: number): Promise<void> {
  for (const head of await undecidedHeads(db, lanes, most)) {
    const fold = foldOf(toQueued(head), await around(db, head, now), most);
    if (fold.length === 0) continue;
    const ids = fold.map(({ id }) => id);
    await db.updateTable('deliveries').set({ fold_id: head.id }).where('id', 'in', ids).execute();
  }
}

/** Heads of which it is not settled what goes with them, with enough behind them for a fold. */
function undecidedHeads(db: Database, lanes: readonly number[], most: number) {
  return laneHeads(db, lanes)
    .where('destinations.kind', 'in', FOLDING_KINDS)
    .where('deliveries.fold_id', 'is', null)
    .where('deliveries.first_tried_at', 'is', null)
    .where((is) =>
      is.exists(
        is
          .selectFrom('deliveries as behind')
          .select('behind.id')
          .whereRef('behind.destination_id', '=', 'destinations.id')
          .where('behind.state', '=', WAITING)
          .orderBy('behind.id')
          .limit(1)
          .offset(Math.min(FEWEST_FOLDED, most + 1) - 1),
      ),
    )
    .select(['deliveries.id', 'deliveries.state', 'deliveries.destination_id'])
    .select(['articles.feed_id', 'articles.authors', AT.as('at')])
    .execute();
}

type Head = Awaited<ReturnType<typeof undecidedHeads>>[number];

/** What waits behind a head, and what was posted before it a short while ago, of about its time; in the order of their ids. */
async function around(db: Database, { id, destination_id, at }: Head, now: number): Promise<Queued[]> {
  const behind = db
    .selectFrom('deliveries')
    .where('destination_id', '=', destination_id)
    .where('state', '=', WAITING)
    .where('id', '>', id)
    .where('fold_id', 'is', null)
    .orderBy('id')
    .limit(MOST_FOLDED - 1);
  const recent = db
    .selectFrom('deliveries')
    .where('destination_id', '=', destination_id)
    .where('state', '=', SENT)
    .where('finished_at', '>', now - BURST_MEMORY_MS)
    .orderBy('finished_at', 'desc')
    .limit(MOST_RECENT);
  const rows = [];
  for (const some of [behind, recent]) {
    const near = await db
      .selectFrom(some.select(['id', 'state', 'article_id']).as('page'))
      .innerJoin('articles', 'articles.id', 'page.article_id')
      .where(AT, '>=', at - BURST_REACH_MS)
      .where(AT, '<=', at + BURST_REACH_MS)
      .select(['page.id', 'page.state', 'articles.feed_id', 'articles.authors', AT.as('at')])
      .execute();
    rows.push(...near);
  }
  return rows.map(toQueued).sort((a, b) => a.id - b.id);
}

function toQueued(row: Pick<Head, 'id' | 'state' | 'feed_id' | 'authors' | 'at'>): Queued {
  const author = authorKey({ authors: authorsOf(row.authors), feedId: row.feed_id });
  return { id: row.id, feedId: row.feed_id, author, at: row.at, waits: row.state === 'waiting' };
}
