import type { DestinationKindName } from '../model/destination.ts';
import type { Database } from './backend.ts';
import { WAITING } from './heads.ts';

/** A feed, as whoever runs Herald sees it. Instants are epoch milliseconds. */
export interface WatchedFeed {
  readonly title: string | undefined;
  /** May hold a secret. */
  readonly url: string;
  readonly lastPolledAt: number | undefined;
  /** Undefined: nobody wants it, or it was given up. */
  readonly nextPollAt: number | undefined;
  readonly failingSince: number | undefined;
  readonly disabledAt: number | undefined;
  readonly lastError: string | undefined;
  readonly missedSince: number | undefined;
}

/** The feeds that somebody should look at, those given up first; then the others, as they are asked next. */
export async function watchedFeeds(db: Database, limit: number): Promise<WatchedFeed[]> {
  const rows = db
    .selectFrom('feeds')
    .select(['title', 'url', 'last_polled_at', 'next_poll_at', 'failing_since', 'disabled_at', 'last_error'])
    .select('missed_since')
    .limit(limit);
  const disabled = await rows.where('disabled_at', 'is not', null).orderBy('disabled_at', 'desc').execute();
  const wanted = rows.where('next_poll_at', 'is not', null);
  const failing = await wanted.where('failing_since', 'is not', null).orderBy('failing_since').execute();
  const others = await wanted.where('failing_since', 'is', null).orderBy('next_poll_at').execute();
  return [...disabled, ...failing, ...others].slice(0, limit).map((row) => ({
    title: row.title ?? undefined,
    url: row.url,
    lastPolledAt: row.last_polled_at ?? undefined,
    nextPollAt: row.next_poll_at ?? undefined,
    failingSince: row.failing_since ?? undefined,
    disabledAt: row.disabled_at ?? undefined,
    lastError: row.last_error ?? undefined,
    missedSince: row.missed_since ?? undefined,
  }));
}

/** Where posts go, and the server that it belongs to. */
export interface Place {
  readonly kind: DestinationKindName;
  readonly address: string;
  readonly serverId: string | undefined;
}

/** What waits for one destination. */
export interface WaitingLane {
  readonly place: Place;
  readonly deliveries: number;
  readonly since: number;
  readonly nextSendAt: number;
  /** Why the oldest waits; undefined: it was not tried yet. */
  readonly reason: string | undefined;
}

/** The destinations in which something waits, those that pause the longest first. */
export async function waitingLanes(db: Database, limit: number): Promise<WaitingLane[]> {
  const rows = await db
    .selectFrom('destinations')
    .select(['destinations.id', 'kind', 'address', 'server_id', 'next_send_at'])
    .where('next_send_at', 'is not', null)
    .orderBy('next_send_at', 'desc')
    .limit(limit)
    .execute();
  const lanes: WaitingLane[] = [];
  for (const row of rows) {
    const { head, deliveries } = await db
      .selectFrom('deliveries')
      .select((is) => [is.fn.min<number | null>('id').as('head'), is.fn.countAll<number>().as('deliveries')])
      .where('destination_id', '=', row.id)
      .where('state', '=', WAITING)
      .executeTakeFirstOrThrow();
    const oldest = await db
      .selectFrom('deliveries')
      .select(['created_at', 'reason'])
      .where('id', '=', head ?? 0)
      .executeTakeFirst();
    if (oldest === undefined) continue;
    const since = oldest.created_at;
    lanes.push({
      ...{ place: toPlace(row), deliveries, since },
      nextSendAt: row.next_send_at ?? since,
      reason: oldest.reason ?? undefined,
    });
  }
  return lanes;
}

/** Deliveries that were given up, for one reason at one destination. */
export interface GivenUp {
  readonly place: Place;
  readonly reason: string;
  readonly deliveries: number;
  /** The last of them. */
  readonly at: number;
}

const LOOKED_AT = 500;

/** What was given up since an instant, the newest first; of the newest 500. */
export async function givenUp(db: Database, since: number): Promise<GivenUp[]> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('destinations', 'destinations.id', 'deliveries.destination_id')
    .select(['kind', 'address', 'server_id', 'reason', 'finished_at'])
    .where('state', '=', 'abandoned')
    .where('finished_at', '>=', since)
    .orderBy('finished_at', 'desc')
    .limit(LOOKED_AT)
    .execute();
  const groups = new Map<string, GivenUp>();
  for (const row of rows) {
    const { kind, address, reason, finished_at } = row;
    const key = JSON.stringify([kind, address, reason]);
    const { deliveries = 0, at = finished_at ?? 0 } = groups.get(key) ?? {};
    groups.set(key, { place: toPlace(row), reason: reason ?? '', deliveries: deliveries + 1, at });
  }
  return [...groups.values()];
}

function toPlace(row: { kind: string; address: string; server_id: string | null }): Place {
  const kind = row.kind as DestinationKindName; // Written by ensureDestination alone.
  return { kind, address: row.address, serverId: row.server_id ?? undefined };
}
