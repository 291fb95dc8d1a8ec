import type { Destination, DestinationKindName } from '../model/destination.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Database } from './backend.ts';
import { toSubscription } from './subscription-rows.ts';

/** A subscription as a list shows it. Instants are epoch milliseconds. */
export interface ListedSubscription extends Subscription {
  readonly destination: Destination;
  /** Undefined: every feed, or one that has told no title yet. */
  readonly feedTitle: string | undefined;
  /** May hold a secret in its query. Undefined: every feed. */
  readonly feedUrl: string | undefined;
  /** Why nothing is sent there any more, and since when. */
  readonly closed: { readonly at: number; readonly reason: string } | undefined;
  readonly createdAt: number;
  /** Made by the settings of the host. */
  readonly fixed: boolean;
}

type Owner = 'id' | 'feed_id' | 'server_id' | 'member_id';

/** The subscriptions of an owner, in the order in which they were made. */
async function listBy(db: Database, column: Owner, value: number | string): Promise<ListedSubscription[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .innerJoin('destinations', 'destinations.id', 'subscriptions.destination_id')
    .leftJoin('feeds', 'feeds.id', 'subscriptions.feed_id')
    .where(`subscriptions.${column}`, '=', value)
    .selectAll('subscriptions')
    .select(['kind', 'address', 'destinations.server_id as destination_server', 'closed_at', 'closed_reason'])
    .select(['feeds.title as feed_title', 'feeds.url as feed_url'])
    .execute();
  return rows
    .toSorted((a, b) => a.id - b.id)
    .map((row) => ({
      ...toSubscription(row),
      destination: {
        id: row.destination_id,
        kind: row.kind as DestinationKindName, // Written by ensureDestination alone.
        address: row.address,
        serverId: row.destination_server ?? undefined,
      },
      feedTitle: row.feed_title ?? undefined,
      feedUrl: row.feed_url ?? undefined,
      closed: row.closed_at === null ? undefined : { at: row.closed_at, reason: row.closed_reason ?? '' },
      createdAt: row.created_at,
      fixed: row.fixed === 1,
    }));
}

/** How many lead to the channels of a server; its members' own are not its to end. */
export function countToChannels(db: Database, serverId: string): Promise<number> {
  return countBy(db, 'server_id', serverId, false);
}

/** How many come to a member by direct message. */
export function countDirect(db: Database, memberId: string): Promise<number> {
  return countBy(db, 'member_id', memberId, true);
}

async function countBy(
  db: Database,
  column: 'server_id' | 'member_id',
  value: string,
  direct: boolean,
): Promise<number> {
  const { count } = await db
    .selectFrom('subscriptions')
    .innerJoin('destinations', 'destinations.id', 'subscriptions.destination_id')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where(`subscriptions.${column}`, '=', value)
    .where('kind', direct ? '=' : '!=', 'direct')
    .executeTakeFirstOrThrow();
  return count;
}

/** Lists of subscriptions, bound to a database. */
export function subscriptionListsIn(db: Database) {
  return {
    get: async (id: number) => (await listBy(db, 'id', id))[0],
    forFeed: (feedId: number) => listBy(db, 'feed_id', feedId),
    /** Those of its members among them. */
    ofServer: (serverId: string) => listBy(db, 'server_id', serverId),
    /** Those that the member made, for channels too. */
    ofMember: (memberId: string) => listBy(db, 'member_id', memberId),
    /** Those to channels. */
    countOfServer: (serverId: string) => countToChannels(db, serverId),
    /** Those by direct message. */
    countOfMember: (memberId: string) => countDirect(db, memberId),
  };
}
