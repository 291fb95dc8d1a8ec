import type { Logger } from 'pino';
import type { Fetcher } from '../feed/fetch.ts';
import { parseFeed } from '../feed/parse.ts';
import { digest } from '../format/excerpt.ts';
import { plainText } from '../format/plain.ts';
import type { Article, FullDigest } from '../model/article.ts';
import { nextPoll, type Feed, type FeedDocument, type FetchOutcome } from '../model/feed.ts';
import type { Store } from '../store/index.ts';

/** What a poll needs. */
export interface PollContext {
  readonly store: Store;
  readonly fetcher: Fetcher;
  readonly log: Logger;
  /** The shortest time between two polls of one feed. */
  readonly pollSeconds: number;
  /** How many articles of a feed's first poll are posted. */
  readonly backlog: number;
  readonly now: () => number;
}

type Fetched = Extract<FetchOutcome, { kind: 'fetched' }>;

/**
 * Polls one feed: asks, reads, records what is new, and sets when to ask next.
 *
 * @returns how many deliveries are owed now that were not before.
 */
export async function refresh(feed: Feed, context: PollContext): Promise<number> {
  const { validators, fingerprint } = feed;
  const outcome = await context.fetcher.fetch(feed.url, { validators, fingerprint });
  if (outcome.kind !== 'fetched') {
    await finish(feed, outcome, context);
    return 0;
  }
  const parsed = await parseFeed(outcome);
  if (parsed.kind === 'feed') return await record(feed, outcome, parsed.document, context);
  await finish(feed, parsed, context);
  return 0;
}

async function record(feed: Feed, outcome: Fetched, document: FeedDocument, context: PollContext): Promise<number> {
  const { store, log, now } = context;
  const known = await store.articles.known(feed.id, document.articles);
  const articles = document.articles.filter((article) => !known.has(article.key)).map(fullDigest);
  const freshSeconds = Math.max(outcome.freshSeconds ?? 0, document.ttlSeconds ?? 0);
  const recorded = await store.articles.record(
    feed.id,
    {
      ...document,
      articles,
      validators: outcome.validators,
      fingerprint: outcome.fingerprint,
      nextPollAt: restUntil(feed, { ...outcome, freshSeconds }, context),
      backlog: context.backlog,
    },
    now(),
  );
  const counts = { articles: recorded.articles.length, deliveries: recorded.deliveries };
  log[counts.articles > 0 ? 'info' : 'debug']({ feed: feed.id, url: shown(feed), ...counts }, 'polled');
  return recorded.deliveries;
}

function fullDigest(article: Article): FullDigest {
  return { ...digest(article), text: plainText(article.html) };
}

async function finish(feed: Feed, outcome: Exclude<FetchOutcome, Fetched>, context: PollContext): Promise<void> {
  const { store, log, now } = context;
  const nextPollAt = restUntil(feed, outcome, context);
  switch (outcome.kind) {
    case 'unchanged':
      log.debug({ feed: feed.id, url: shown(feed) }, 'polled: unchanged');
      return await store.feeds.unchanged(feed.id, { validators: outcome.validators, nextPollAt }, now());
    case 'throttled':
    case 'gone':
    case 'failed': {
      const { reason } = outcome;
      log.warn({ feed: feed.id, url: shown(feed), reason, nextPoll: new Date(nextPollAt) }, 'poll failed');
      return await store.feeds.failed(feed.id, { reason, nextPollAt }, now());
    }
  }
}

function restUntil(feed: Feed, outcome: FetchOutcome, context: PollContext): number {
  return nextPoll(feed, outcome, context.pollSeconds, context.now(), Math.random());
}

/** A feed's address may carry a secret in its query or before its host: neither belongs in a log. */
function shown(feed: Feed): string {
  const { origin, pathname } = new URL(feed.url);
  return `${origin}${pathname}`;
}
