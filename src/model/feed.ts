import type { Article } from './article.ts';

/** What a server gave to recognise an unchanged feed by. Opaque: kept and returned byte for byte (RFC 9110, 8.8). */
export interface Validators {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

/** A feed in the store. Instants are epoch milliseconds. */
export interface Feed {
  readonly id: number;
  readonly url: string;
  readonly title: string | undefined;
  /** The address of the site that the feed belongs to. */
  readonly link: string | undefined;
  /** A BCP 47 language tag, as the feed states it. */
  readonly language: string | undefined;
  readonly validators: Validators;
  /** A hash of the last body that parsed: the same bytes need no second parse. */
  readonly fingerprint: string | undefined;
  /** Undefined: no subscription wants the feed. */
  readonly nextPollAt: number | undefined;
  /** When the first poll that parsed was recorded; undefined: everything in the feed is still the past, not news. */
  readonly baselinedAt: number | undefined;
  /** Failures in a row. */
  readonly failures: number;
  readonly lastError: string | undefined;
}

/** What a feed's document says, in Herald's words. */
export interface FeedDocument {
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly language: string | undefined;
  /** In the document's order. */
  readonly articles: readonly Article[];
  /** How long the feed asks to be left alone (RSS `ttl`, `sy:updatePeriod`). */
  readonly ttlSeconds: number | undefined;
}

/** What asking a server for a feed came to. `reason` is a sentence that an admin reads. */
export type FetchOutcome =
  | {
      readonly kind: 'fetched';
      /** The address that answered, after redirects: relative links are resolved against it. */
      readonly url: string;
      readonly body: Buffer;
      readonly contentType: string | undefined;
      readonly validators: Validators;
      readonly fingerprint: string;
      readonly freshSeconds: number | undefined;
    }
  /** 304, or the same bytes as last time; `validators` when the answer brought new ones. */
  | {
      readonly kind: 'unchanged';
      readonly validators: Validators | undefined;
      readonly freshSeconds: number | undefined;
    }
  /** 429 or 503: the whole host wants a pause. */
  | { readonly kind: 'throttled'; readonly retrySeconds: number | undefined; readonly reason: string }
  /** 410: the feed is gone for good. */
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LONGEST_INTERVAL = 4 * 60 * MINUTE;
const LONGEST_BACKOFF = DAY;
const THROTTLED_DEFAULT = 10 * MINUTE;

/**
 * When a feed is asked next.
 *
 * @param outcome what this poll came to; for a document that did not parse, a `failed` one.
 * @param pollSeconds the shortest time between two polls.
 * @param spread 0 to 1, random: up to a tenth of the interval is added, so that feeds don't gather on the minute.
 * @returns epoch milliseconds.
 */
export function nextPoll(
  feed: Pick<Feed, 'failures'>,
  outcome: FetchOutcome,
  pollSeconds: number,
  now: number,
  spread: number,
): number {
  return now + Math.round(restMs(feed, outcome, pollSeconds * 1000) * (1 + spread / 10));
}

function restMs(feed: Pick<Feed, 'failures'>, outcome: FetchOutcome, floorMs: number): number {
  switch (outcome.kind) {
    case 'fetched':
    case 'unchanged':
      return Math.max(floorMs, Math.min((outcome.freshSeconds ?? 0) * 1000, LONGEST_INTERVAL));
    case 'throttled': {
      const wanted = outcome.retrySeconds === undefined ? THROTTLED_DEFAULT : outcome.retrySeconds * 1000;
      return Math.max(floorMs, Math.min(wanted, DAY));
    }
    case 'gone':
      return LONGEST_BACKOFF;
    case 'failed':
      return Math.max(floorMs, Math.min(floorMs * 2 ** Math.min(feed.failures, 20), LONGEST_BACKOFF));
  }
}
