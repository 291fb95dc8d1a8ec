/** A hub that a feed names: it tells whoever subscribed there when something is new (W3C WebSub). */
export interface Hub {
  readonly url: string;
  /** What the feed calls itself there. */
  readonly topic: string;
}

/** How a feed's subscription at its hub stands. Instants are epoch milliseconds. */
export interface HubLease {
  /** Undefined: the hub has not agreed, or no longer. */
  readonly leaseUntil: number | undefined;
  /** When it last said that something is new. */
  readonly notifiedAt: number | undefined;
  /** Polls in a row that found articles of which it had said nothing. */
  readonly silentPolls: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A hub announces, and a cache before the feed may yet hold the old document for a while. */
const NEWS_MS = HOUR;
/** A hub that said nothing of two novelties is not to be relied on. */
const MOST_SILENT = 2;
const SLOWER = 4;
const LONGEST_INTERVAL = 4 * HOUR;
const SHORTEST_INTERVAL = MINUTE;

/**
 * When a feed is polled next, whose hub would tell of news: four times as late as without, four hours at most. It is polled as
 * ever when its hub can't be relied on, and for an hour after the hub has spoken.
 *
 * @param nextPollAt what would hold without a hub.
 */
export function nextPollBesideHub(nextPollAt: number, lease: HubLease | undefined, now: number): number {
  if (!isReliable(lease, now) || hasNews(lease, now)) return nextPollAt;
  const restMs = Math.max(0, nextPollAt - now);
  return now + Math.max(restMs, Math.min(restMs * SLOWER, LONGEST_INTERVAL));
}

/** When a feed is polled of which its hub has said that something is new: at once, but not twice a minute. */
export function pollOnNotice(lastPolledAt: number | undefined, now: number): number {
  return Math.max(now, (lastPolledAt ?? 0) + SHORTEST_INTERVAL);
}

/** Whether new articles that a poll finds at this time are those that the hub spoke of. */
export function hasNews({ notifiedAt }: Pick<HubLease, 'notifiedAt'>, now: number): boolean {
  return notifiedAt !== undefined && now - notifiedAt < NEWS_MS;
}

function isReliable(lease: HubLease | undefined, now: number): lease is HubLease {
  return lease?.leaseUntil !== undefined && lease.leaseUntil > now && lease.silentPolls < MOST_SILENT;
}
