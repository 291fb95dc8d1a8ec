import type { Destination, DestinationKindName } from '../model/destination.ts';
import type { Database } from './backend.ts';
import type { DeliveryState } from './schema-deliveries.ts';

/** How an article fared at one destination. Instants are epoch milliseconds. */
export interface Story {
  readonly articleId: number;
  readonly destination: Destination;
  readonly state: DeliveryState;
  /** Why it waits, was kept back or was given up, in a sentence. */
  readonly reason: string | undefined;
  /** Of the message that shows it. */
  readonly messageId: string | undefined;
  readonly owedAt: number;
  readonly endedAt: number | undefined;
}

/** What became of articles in the channels of a server, in the order in which they were owed. */
export async function storiesOf(db: Database, articleIds: readonly number[], serverId: string): Promise<Story[]> {
  if (articleIds.length === 0) return [];
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('destinations', 'destinations.id', 'deliveries.destination_id')
    .where('deliveries.article_id', 'in', articleIds)
    .where('destinations.server_id', '=', serverId)
    .where('destinations.kind', '!=', 'direct')
    .select(['deliveries.id', 'article_id', 'state', 'reason', 'message_id', 'created_at', 'finished_at'])
    .select(['destination_id', 'kind', 'address'])
    .execute();
  return rows
    .toSorted((a, b) => a.id - b.id)
    .map((row) => ({
      articleId: row.article_id,
      // Written by ensureDestination alone.
      destination: { id: row.destination_id, kind: row.kind as DestinationKindName, address: row.address, serverId },
      state: row.state,
      reason: row.reason ?? undefined,
      messageId: row.message_id ?? undefined,
      owedAt: row.created_at,
      endedAt: row.finished_at ?? undefined,
    }));
}
