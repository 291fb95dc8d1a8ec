import { sql } from 'kysely';

import type { StoredArticle } from '../model/article.ts';
import { chunks, type Database } from './backend.ts';
import { wishesOf, type Candidates } from './match.ts';

/** The roles that deliveries ping, by delivery. */
export async function pingsOf(db: Database, deliveryIds: readonly number[]): Promise<Map<number, string[]>> {
  const pings = new Map<number, string[]>();
  for (const some of chunks(deliveryIds)) {
    const rows = await db
      .selectFrom('delivery_pings')
      .select(['delivery_id', 'role_id'])
      .where('delivery_id', 'in', some)
      .orderBy('delivery_id')
      .orderBy('role_id')
      .execute();
    for (const { delivery_id, role_id } of rows) pings.set(delivery_id, [...(pings.get(delivery_id) ?? []), role_id]);
  }
  return pings;
}

/** Notes the roles that these subscriptions ask to ping when they lead the article to where it is owed. */
export async function notePings(db: Database, article: StoredArticle, candidates: Candidates): Promise<void> {
  await db
    .insertInto('delivery_pings')
    .columns(['delivery_id', 'role_id'])
    .expression(
      wishesOf(db, article, candidates)
        // A question of its own for each wish: a join might be turned round, and walk through all that the article is owed to.
        .innerJoin('deliveries', (join) => join.on('deliveries.id', '=', owedBy(db, article)))
        .where('subscriptions.ping_role', 'is not', null)
        .select((is) => ['deliveries.id', is.ref('subscriptions.ping_role').$notNull().as('role_id')])
        .distinct(),
    )
    .onConflict((conflict) => conflict.columns(['delivery_id', 'role_id']).doNothing())
    .execute();
}

/** The delivery of the article to the destination of the row. */
function owedBy(db: Database, article: StoredArticle) {
  return db
    .selectFrom('deliveries as owed')
    .select('owed.id')
    .where('owed.article_id', '=', article.id)
    .where('owed.destination_id', '=', sql.ref<number>('subscriptions.destination_id'));
}
