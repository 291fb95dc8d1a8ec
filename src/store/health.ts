import type { Destination, DestinationKindName } from '../model/destination.ts';
import type { Database } from './backend.ts';
import { dayOf } from './days.ts';
import { WAITING } from './heads.ts';

const DAYS = 7;

/** How a feed is doing. Instants are epoch milliseconds. */
export interface FeedHealth {
  readonly lastPolledAt: number | undefined;
  /** Undefined: nobody wants the feed. */
  readonly nextPollAt: number | undefined;
  /** Failures in a row, since when, and what the last one said. */
  readonly failures: number;
  readonly failingSince: number | undefined;
  readonly lastError: string | undefined;
  /** When it was given up, and why; undefined: it was not. */
  readonly disabled: { readonly at: number; readonly reason: string } | undefined;
  /** How many articles had left its window before they were found. */
  readonly foundBehind: number;
  /** The poll after which, the last time, articles may have been missed. */
  readonly missedSince: number | undefined;
  /** Of the last seven days. */
  readonly articlesADay: number;
  /** Deliveries of its articles that are owed to destinations of the server. */
  readonly waiting: number;
}

/** Undefined: there is no such feed. */
export async function feedHealth(
  db: Database,
  feedId: number,
  serverId: string,
  now: number,
): Promise<FeedHealth | undefined> {
  const row = await db.selectFrom('feeds').selectAll().where('id', '=', feedId).executeTakeFirst();
  if (row === undefined) return undefined;
  const { articles } = await db
    .selectFrom('article_days')
    .select((is) => is.fn.sum<number | null>('articles').as('articles'))
    .where('feed_id', '=', feedId)
    .where('tag', '=', '')
    .where('day', '>', dayOf(now) - DAYS)
    .executeTakeFirstOrThrow();
  const { waiting } = await waitingIn(db, serverId)
    .innerJoin('articles', 'articles.id', 'deliveries.article_id')
    .where('articles.feed_id', '=', feedId)
    .select((is) => is.fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  return {
    lastPolledAt: row.last_polled_at ?? undefined,
    nextPollAt: row.next_poll_at ?? undefined,
    failures: row.failures,
    failingSince: row.failing_since ?? undefined,
    lastError: row.last_error ?? undefined,
    disabled: row.disabled_at === null ? undefined : { at: row.disabled_at, reason: row.disabled_reason ?? '' },
    foundBehind: row.found_behind,
    missedSince: row.missed_since ?? undefined,
    articlesADay: (articles ?? 0) / DAYS,
    waiting,
  };
}

/** What waits for one destination. Instants are epoch milliseconds. */
export interface Waiting {
  readonly destination: Destination;
  readonly deliveries: number;
  /** When the oldest of them was owed. */
  readonly since: number;
  /** When the next try is due. */
  readonly nextSendAt: number | undefined;
  /** Why the oldest waits; undefined: it was not tried yet. */
  readonly reason: string | undefined;
}

/** What waits for a server's destinations, the longest first. Direct messages to its members are theirs. */
export async function waitingOfServer(db: Database, serverId: string): Promise<Waiting[]> {
  const rows = await waitingIn(db, serverId)
    .groupBy('destinations.id')
    .select(['destinations.id', 'kind', 'address', 'next_send_at'])
    .select((is) => [is.fn.countAll<number>().as('deliveries'), is.fn.min('deliveries.id').as('head')])
    .execute();
  if (rows.length === 0) return [];
  const heads = await db
    .selectFrom('deliveries')
    .select(['id', 'created_at', 'reason'])
    .where(
      'id',
      'in',
      rows.map(({ head }) => head),
    )
    .orderBy('id')
    .execute();
  return heads.flatMap((head) => {
    const row = rows.find((each) => each.head === head.id);
    if (row === undefined) return [];
    const kind = row.kind as DestinationKindName; // Written by ensureDestination alone.
    return {
      destination: { id: row.id, kind, address: row.address, serverId },
      deliveries: row.deliveries,
      since: head.created_at,
      nextSendAt: row.next_send_at ?? undefined,
      reason: head.reason ?? undefined,
    };
  });
}

/** Only lanes in which something waits have a `next_send_at`. */
function waitingIn(db: Database, serverId: string) {
  return db
    .selectFrom('destinations')
    .innerJoin('deliveries', 'deliveries.destination_id', 'destinations.id')
    .where('destinations.server_id', '=', serverId)
    .where('destinations.next_send_at', 'is not', null)
    .where('deliveries.state', '=', WAITING);
}
