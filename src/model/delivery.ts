import type { StoredArticle } from './article.ts';
import type { Destination } from './destination.ts';
import type { Feed } from './feed.ts';
import type { Look } from './server.ts';

/** One article owed to one destination. */
export interface Owed {
  /** Of the delivery. */
  readonly id: number;
  readonly article: StoredArticle;
  readonly feed: Pick<Feed, 'id' | 'url' | 'title' | 'link' | 'icon'>;
}

/** A delivery that is claimed to be sent now. Instants are epoch milliseconds. */
export interface Delivery extends Owed {
  /** Those that leave in the same message, see `foldOf`; none: it leaves alone. */
  readonly folded: readonly Owed[];
  readonly destination: Destination;
  /** The roles that subscriptions to any of these articles asked to ping, each once. */
  readonly pings: readonly string[];
  readonly look: Look;
  /** Whether it bears the name and the picture of its feed. */
  readonly asFeed: boolean;
  /** Whether it is published, if its channel can be followed. */
  readonly publishes: boolean;
  /** How often it was tried before this claim. */
  readonly attempts: number;
  /** How many of those tries failed in a passing way; a crash in the middle of one is none. */
  readonly failures: number;
  /** How often in a row the destination has refused us. */
  readonly forbiddenTries: number;
  /** When the first try began, if there was one: a repeat looks before it sends, where no nonce protects it. */
  readonly firstTriedAt: number | undefined;
  /** At most 25 characters; the same for every try, another for every other delivery, even of another database. */
  readonly nonce: string;
}

/** What one call to Discord came to. `reason` is a sentence that a server's admin reads. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly messageId: string | undefined }
  /** The destination is gone for good. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** Not allowed there at present. */
  | { readonly kind: 'forbidden'; readonly reason: string }
  /** Discord refuses this message as it is; a plainer one may pass. `fields` are the paths that Discord named. */
  | { readonly kind: 'refused'; readonly reason: string; readonly fields: readonly string[] }
  /** Discord keeps this article out of there, for what it says; others may pass. */
  | { readonly kind: 'blocked'; readonly reason: string }
  /** Passing: try again, after `retryMs` when Discord said so. */
  | {
      readonly kind: 'passing';
      readonly retryMs: number | undefined;
      readonly reason: string;
      /** It was too early for the call: Discord did nothing, so that it was no try. */
      readonly untried?: true;
    }
  /** The token or the account is no longer accepted: nothing can be sent by this process. */
  | { readonly kind: 'unauthorized'; readonly reason: string };

/** What an edit of a message came to; `missing`: it was deleted, or isn't Herald's to edit. */
export type EditOutcome = SendOutcome | { readonly kind: 'missing'; readonly reason: string };

/** What becomes of a delivery and its destination after a try. */
export type Verdict =
  | { readonly kind: 'sent'; readonly messageId: string | undefined }
  /** This article can't be posted; those behind it go on. */
  | { readonly kind: 'abandoned'; readonly reason: string }
  /** A rule keeps this article back there; those behind it go on. */
  | { readonly kind: 'skipped'; readonly reason: string }
  /** What was folded can't be posted together: each of the articles is tried alone. */
  | { readonly kind: 'unfolded'; readonly reason: string }
  /** The whole destination waits; the order of its articles holds. */
  | {
      readonly kind: 'waiting';
      readonly until: number;
      readonly reason: string;
      /** The destination refused us: the store counts such tries. */
      readonly forbidden?: true;
      /** It was no try: the delivery is as it was before. */
      readonly untried?: true;
    }
  /** The destination is closed, its waiting deliveries with it. */
  | { readonly kind: 'closed'; readonly reason: string };

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const FORBIDDEN_TRIES = 3;
const FORBIDDEN_REST = 8 * HOUR;
/** Only the head of each lane is tried, so that an hour without Discord costs a channel a dozen calls. */
const LONGEST_REST = 5 * 60 * SECOND;

/**
 * What a try's outcome means for the delivery.
 *
 * @param spread 0 to 1, random, so that destinations which failed together don't come back together.
 */
export function nextAttempt(
  delivery: Pick<Delivery, 'failures' | 'forbiddenTries' | 'folded'>,
  outcome: Exclude<SendOutcome, { kind: 'unauthorized' }>,
  now: number,
  spread: number,
): Verdict {
  switch (outcome.kind) {
    case 'sent':
      return outcome;
    case 'gone':
      return { kind: 'closed', reason: outcome.reason };
    case 'refused':
      return { kind: delivery.folded.length > 0 ? 'unfolded' : 'abandoned', reason: outcome.reason };
    case 'blocked':
      return { kind: delivery.folded.length > 0 ? 'unfolded' : 'skipped', reason: outcome.reason };
    case 'forbidden':
      return delivery.forbiddenTries + 1 >= FORBIDDEN_TRIES
        ? { kind: 'closed', reason: outcome.reason }
        : { kind: 'waiting', until: now + FORBIDDEN_REST, reason: outcome.reason, forbidden: true };
    case 'passing': {
      const backoff = Math.min(SECOND * 2 ** Math.min(delivery.failures, 20), LONGEST_REST) * (0.5 + spread / 2);
      const until = now + Math.ceil(outcome.retryMs ?? backoff);
      return { kind: 'waiting', until, reason: outcome.reason, ...(outcome.untried && { untried: true }) };
    }
  }
}
