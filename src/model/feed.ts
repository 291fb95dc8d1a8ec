import type { Article } from './article.ts';
import type { Hub } from './hub.ts';

/** What a server gave to recognise an unchanged feed by. Opaque: kept and returned byte for byte (RFC 9110, 8.8). */
export interface Validators {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** The address that gave them, the only one that they mean anything to; undefined: the one that is asked. */
  readonly url?: string | undefined;
}

/** A feed in the store. Instants are epoch milliseconds. */
export interface Feed {
  readonly id: number;
  /** The address under which it was added. */
  readonly url: string;
  /** The address that is asked: another one once the feed has moved for good. */
  readonly pollUrl: string;
  /** Where the last polls in a row were sent for good, and how many they were. */
  readonly moving: Moving | undefined;
  readonly title: string | undefined;
  /** The address of the site that the feed belongs to. */
  readonly link: string | undefined;
  /** The address of a picture that stands for it. */
  readonly icon?: string | undefined;
  /** A BCP 47 language tag, as the feed states it. */
  readonly language: string | undefined;
  readonly validators: Validators;
  /** A hash of the last body that parsed: the same bytes need no second parse. */
  readonly fingerprint: string | undefined;
  /** Undefined: no subscription wants the feed. */
  readonly nextPollAt: number | undefined;
  /** When the first poll that parsed was recorded; undefined: everything in the feed is still the past, not news. */
  readonly baselinedAt: number | undefined;
  readonly lastPolledAt: number | undefined;
  /** How many articles of it are stored. */
  readonly articles: number;
  readonly pace: Pace;
  /** Failures in a row, and when the first of them was. */
  readonly failures: number;
  readonly failingSince: number | undefined;
  readonly lastError: string | undefined;
}

/** How often a feed is worth asking, as its last document told. */
export interface Pace {
  readonly seconds: number;
  readonly skip: Skip | undefined;
}

/** When a feed asks not to be asked: hours of UTC, and its days of the week, Sunday being 0 (RSS `skipHours`, `skipDays`). */
export interface Skip {
  readonly hours: readonly number[];
  readonly days: readonly number[];
}

export interface Moving {
  readonly url: string;
  readonly polls: number;
}

/** What a feed's document says, in Herald's words. */
export interface FeedDocument {
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly language: string | undefined;
  /** The address of a picture that stands for the feed. */
  readonly icon?: string | undefined;
  /** In the document's order. */
  readonly articles: readonly Article[];
  /** How long the feed asks to be left alone (RSS `ttl`, `sy:updatePeriod`). */
  readonly ttlSeconds: number | undefined;
  readonly skip?: Skip | undefined;
  /** The page with older articles that the document names (RFC 5005: `next` of a paged feed, `prev-archive` of an archived one). */
  readonly olderUrl?: string | undefined;
  readonly hub?: Hub | undefined;
}

/** A document of which some articles were left unread, since the feed writes them as it did before. */
export interface FeedNews extends FeedDocument {
  /** The keys of all its articles, in its order. */
  readonly keys: readonly string[];
}

/**
 * What asking a server for a feed came to. `reason` is a sentence that an admin reads; a `blameless` failure says nothing about
 * the feed: our own line is down, or it was not asked because its host wants a pause.
 */
export type FetchOutcome =
  | {
      readonly kind: 'fetched';
      /** The address that answered, after redirects: relative links are resolved against it. */
      readonly url: string;
      readonly body: Buffer;
      /** How the body is packed, if it was asked for as it came. */
      readonly encoding: string | undefined;
      readonly contentType: string | undefined;
      readonly validators: Validators;
      readonly fingerprint: string;
      readonly freshSeconds: number | undefined;
      /** Where the feed has moved for good, if it says so (301, 308). */
      readonly movedTo?: string | undefined;
      /** The hub that the answer's headers name. */
      readonly hub?: Hub | undefined;
    }
  /** 304, or the same bytes as last time; `validators` when the answer brought new ones. */
  | {
      readonly kind: 'unchanged';
      readonly validators: Validators | undefined;
      readonly freshSeconds: number | undefined;
      readonly movedTo?: string | undefined;
    }
  /** 429 or 503: the whole host wants a pause. */
  | {
      readonly kind: 'throttled';
      /** Whose pause it is. */
      readonly host: string;
      readonly retrySeconds: number | undefined;
      readonly reason: string;
      readonly blameless?: boolean | undefined;
    }
  /** 410: the feed is gone for good. */
  | { readonly kind: 'gone'; readonly reason: string }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** Of the HTTP answer, if one came. */
      readonly status?: number;
      readonly blameless?: boolean | undefined;
    };

export type Throttled = Extract<FetchOutcome, { kind: 'throttled' }>;
export type Failure = Extract<FetchOutcome, { kind: 'throttled' | 'gone' | 'failed' }>;
