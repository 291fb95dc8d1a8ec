import type { Logger } from 'pino';
import type { Fetcher } from '../feed/fetch.ts';
import type { Failure, Feed, FetchOutcome } from '../model/feed.ts';
import { disables, movingOf, nextPoll, paceOf } from '../model/schedule.ts';
import type { Store } from '../store/index.ts';
import type { Loop } from '../lib/loop.ts';
import { besideHub, heedHub, noteHub } from './hub-pace.ts';
import { leavesGap, mayHideLate, readPage, type Page } from './page.ts';
import type { Reader } from './reader.ts';
import { walkBack, type Walk } from './walk.ts';

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
  /** The rest before each older page; a second unless given. */
  readonly pageRestMs?: number;
  readonly now: () => number;
  /** Whether feeds' hubs are subscribed to. */
  readonly hubs?: Pick<Loop, 'wake'> | undefined;
  /** Is told of each poll, for whoever counts them. */
  readonly polled?: (poll: PollCount) => void;
}

/** A poll, as it is counted. */
export interface PollCount {
  readonly outcome: 'changed' | 'unchanged' | Failure['kind'];
  /** New ones. */
  readonly articles: number;
  /** Those of them that had left the window. */
  readonly behind: number;
  /** Whether articles may have been missed. */
  readonly missed: boolean;
}

type Fetched = Extract<FetchOutcome, { kind: 'fetched' }>;

/**
 * Polls one feed: asks, reads, looks behind its window if need be, records what is new, and sets when to ask next.
 *
 * @returns how many deliveries are owed now that were not before.
 */
export async function refresh(feed: Feed, context: PollContext): Promise<number> {
  const { validators, fingerprint } = feed;
  const startedAt = context.now();
  const outcome = await context.fetcher.fetch(feed.pollUrl, { validators, fingerprint, packed: true });
  if (outcome.kind === 'unchanged') return await settle(feed, outcome, startedAt, context);
  if (outcome.kind !== 'fetched') return await fail(feed, outcome, context);
  const read = await readPage(feed, outcome, context);
  if (read.kind === 'failed') return await fail(feed, read, context);
  const { page } = read;
  const gap = leavesGap(feed, page);
  const walk: Walk =
    gap || mayHideLate(feed, page, context.now())
      ? await walkBack(feed, page, context)
      : { kind: 'walked', found: [], complete: true };
  // Nothing is recorded, and so nothing lost, while the older pages may yet be had; but not for ever.
  if (gap && walk.kind === 'broken' && feed.failures < WALK_FAILURES) return await fail(feed, walk.failure, context);
  return await record(feed, outcome, { page, gap, walk, startedAt }, context);
}

/** Failures in a row after which a window is taken without what lies behind it. */
const WALK_FAILURES = 3;

interface Reading {
  readonly page: Page;
  readonly gap: boolean;
  readonly walk: Walk;
  /** When the poll began. */
  readonly startedAt: number;
}

async function record(feed: Feed, outcome: Fetched, reading: Reading, context: PollContext): Promise<number> {
  const { store, log, now, pollSeconds } = context;
  const { page, gap, walk } = reading;
  const published = page.shown.map((article) => article.published);
  const pace = gap ? { seconds: 0, skip: undefined } : paceOf(page.news, published, pollSeconds, now());
  const missed = gap && (walk.kind === 'broken' || !walk.complete);
  const moving = movingOf(feed, outcome.movedTo);
  const recorded = await store.articles.record(
    feed.id,
    {
      ...page.news,
      ...{ pace, moving },
      articles: [...page.news.articles, ...walk.found],
      changed: page.changed,
      shown: page.shown.map(({ key }) => key),
      foundBehind: walk.found.length,
      missedSince: missed ? (feed.lastPolledAt ?? now()) : undefined,
      validators: outcome.validators,
      fingerprint: outcome.fingerprint,
      nextPollAt: await besideHub(feed, restUntil({ ...feed, pace }, outcome, context), context),
      backlog: context.backlog,
    },
    now(),
  );
  const { deliveries, edited } = recorded;
  const counts = { articles: recorded.articles.length, deliveries, edited: edited.length, behind: walk.found.length };
  log[counts.articles > 0 ? 'info' : 'debug']({ feed: feed.id, url: shown(feed), ...counts }, 'polled');
  context.polled?.({ outcome: 'changed', articles: counts.articles, behind: counts.behind, missed });
  if (missed)
    log.warn({ feed: feed.id, url: shown(feed) }, 'articles may have been missed: too many came between two polls');
  await noteHub(feed, { hub: outcome.hub ?? page.news.hub, articles: counts.articles }, context);
  await heedHub(feed, reading.startedAt, context);
  await move(feed, moving, context);
  return deliveries;
}

async function settle(
  feed: Feed,
  outcome: Extract<FetchOutcome, { kind: 'unchanged' }>,
  startedAt: number,
  context: PollContext,
): Promise<number> {
  const moving = movingOf(feed, outcome.movedTo);
  const nextPollAt = await besideHub(feed, restUntil(feed, outcome, context), context);
  await context.store.feeds.unchanged(feed.id, { validators: outcome.validators, nextPollAt, moving }, context.now());
  context.log.debug({ feed: feed.id, url: shown(feed) }, 'polled: unchanged');
  context.polled?.({ outcome: 'unchanged', articles: 0, behind: 0, missed: false });
  await heedHub(feed, startedAt, context);
  await move(feed, moving, context);
  return 0;
}

async function move(feed: Feed, moving: ReturnType<typeof movingOf>, { store, log, now }: PollContext): Promise<void> {
  if (moving?.arrived !== true) return;
  await store.feeds.move(feed.id, moving.url, now());
  log.info({ feed: feed.id, url: shown(feed), to: shownUrl(moving.url) }, 'a feed has moved for good');
}

async function fail(feed: Feed, outcome: Failure, context: PollContext): Promise<number> {
  const { store, log, now } = context;
  const { reason } = outcome;
  const nextPollAt = restUntil(feed, outcome, context);
  const disabled = disables(feed, outcome, now());
  const counts = outcome.kind === 'gone' || outcome.blameless !== true;
  await store.feeds.failed(feed.id, { reason, nextPollAt, disables: disabled, counts }, now());
  context.polled?.({ outcome: outcome.kind, articles: 0, behind: 0, missed: false });
  const next = disabled ? undefined : new Date(nextPollAt);
  log.warn(
    { feed: feed.id, url: shown(feed), reason, nextPoll: next },
    disabled ? 'a feed was given up' : 'poll failed',
  );
  return 0;
}

function restUntil(feed: Feed, outcome: FetchOutcome, context: PollContext): number {
  return nextPoll(feed, outcome, context.pollSeconds, context.now(), Math.random());
}

/** A feed's address may carry a secret in its query or before its host: neither belongs in a log. */
function shown(feed: Feed): string {
  return shownUrl(feed.pollUrl);
}

function shownUrl(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}
