import type { Logger } from 'pino';
import type { Fetcher } from '../feed/fetch.ts';
import { nextPoll, type Feed, type FetchOutcome } from '../model/feed.ts';
import type { Store } from '../store/index.ts';
import type { News } from './read.ts';
import type { Reader } from './reader.ts';

/** What a poll needs. */
export interface PollContext {
  readonly store: Store;
  readonly fetcher: Fetcher;
  readonly reader: Reader;
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
  const { store, fetcher, reader } = context;
  const { validators, fingerprint } = feed;
  const outcome = await fetcher.fetch(feed.url, { validators, fingerprint });
  if (outcome.kind !== 'fetched') {
    await finish(feed, outcome, context);
    return 0;
  }
  const { body, contentType, url } = outcome;
  const read = await reader.read({ body, contentType, url }, (articles) => store.articles.known(feed.id, articles));
  if (read.kind === 'feed') return await record(feed, outcome, read.news, context);
  await finish(feed, read, context);
  return 0;
}

async function record(feed: Feed, outcome: Fetched, news: News, context: PollContext): Promise<number> {
  const { store, log, now } = context;
  const freshSeconds = Math.max(outcome.freshSeconds ?? 0, news.ttlSeconds ?? 0);
  const recorded = await store.articles.record(
    feed.id,
    {
      ...news,
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

async function finish(feed: Feed, outcome: Exclude<FetchOutcome, Fetched>, context: PollContext): Promise<void> {
  const { store, log, now } = context;
  const nextPollAt = restUntil(feed, outcome, context);
  switch (outcome.kind) {
    case 'unchanged':
      log.debug({ feed: feed.id, url: shown(feed) }, 'polled: unchanged');
      await store.feeds.unchanged(feed.id, { validators: outcome.validators, nextPollAt }, now());
      break;
    case 'throttled':
    case 'gone':
    case 'failed': {
      const { reason } = outcome;
      log.warn({ feed: feed.id, url: shown(feed), reason, nextPoll: new Date(nextPollAt) }, 'poll failed');
      await store.feeds.failed(feed.id, { reason, nextPollAt }, now());
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
