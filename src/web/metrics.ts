import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Delivery, Verdict } from '../model/delivery.ts';
import type { Failure } from '../model/feed.ts';
import type { Store } from '../store/index.ts';

/** Counts what happens, in the words of Prometheus. */
export interface Metrics {
  readonly polled: (poll: Poll) => void;
  readonly delivered: (delivery: Pick<Delivery, 'article' | 'folded'>, verdict: Pick<Verdict, 'kind'>) => void;
  /** @param status of the HTTP answer; undefined: none came. */
  readonly called: (status: number | undefined) => void;
  /** All figures, in Prometheus' text format. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

interface Poll {
  readonly outcome: (typeof POLL_OUTCOMES)[number];
  readonly articles: number;
  readonly behind: number;
  readonly missed: boolean;
}

const POLL_OUTCOMES = ['changed', 'unchanged', 'throttled', 'failed', 'gone'] as const satisfies readonly (
  'changed' | 'unchanged' | Failure['kind']
)[];
const VERDICTS = [
  'sent',
  'waiting',
  'skipped',
  'unfolded',
  'abandoned',
  'closed',
] as const satisfies readonly Verdict['kind'][];

const PUBLISHED_TO_POSTED = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400];
const SEEN_TO_POSTED = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21_600];

/** @param now epoch milliseconds. */
export function createMetrics(store: Store, version: string, now: () => number): Metrics {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'herald_build_info', help: 'The running version.', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  gaugeStore(store, registers, now);
  const counters = createCounters(registers);
  return {
    polled: ({ outcome, articles, behind, missed }) => {
      counters.polls.inc({ outcome });
      counters.articles.inc(articles);
      counters.behind.inc(behind);
      if (missed) counters.gaps.inc();
    },
    delivered: (delivery, { kind }) => {
      const articles = [delivery, ...delivery.folded].map(({ article }) => article);
      counters.deliveries.inc({ outcome: kind }, articles.length);
      if (kind !== 'sent') return;
      for (const { firstSeenAt, published } of articles) {
        counters.seenToPosted.observe(secondsSince(firstSeenAt, now()));
        if (published !== undefined) counters.publishedToPosted.observe(secondsSince(published, now()));
      }
    },
    called: (status) => counters.calls.inc({ status: status ?? 'none' }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function createCounters(registers: Registry[]) {
  const counter = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers });
  const polls = counter('herald_polls_total', 'Polls, by what they came to.', 'outcome');
  const deliveries = counter(
    'herald_deliveries_total',
    'Tries to post an article, by what became of it: those that wait, or can not be folded with others, are tried again.',
    'outcome',
  );
  // What can happen stands there from the start: a rate needs a zero to rise from.
  for (const outcome of POLL_OUTCOMES) polls.inc({ outcome }, 0);
  for (const outcome of VERDICTS) deliveries.inc({ outcome }, 0);
  return {
    ...{ polls, deliveries },
    articles: counter('herald_articles_total', 'New articles.'),
    behind: counter(
      'herald_articles_behind_window_total',
      'New articles that had left the window of their feed already.',
    ),
    gaps: counter('herald_poll_gaps_total', 'Polls before which articles may have been missed.'),
    calls: counter(
      'herald_discord_requests_total',
      'Calls to the REST API of Discord, by HTTP status; none: no answer came.',
      'status',
    ),
    publishedToPosted: histogram(
      'herald_publish_to_post_seconds',
      'From the publication of an article, as its feed states it, to its post.',
      PUBLISHED_TO_POSTED,
    ),
    seenToPosted: histogram(
      'herald_seen_to_post_seconds',
      'From the poll that met an article to its post.',
      SEEN_TO_POSTED,
    ),
  };
}

/** What stands in the store is asked of it at each scrape. */
function gaugeStore({ overview }: Store, registers: Registry[], now: () => number): void {
  const oldest = new Gauge({
    name: 'herald_deliveries_oldest_waiting_seconds',
    help: 'For how long the oldest waiting delivery has been owed; 0: none waits.',
    registers,
  });
  new Gauge({
    name: 'herald_deliveries_waiting',
    help: 'Deliveries that wait to be posted.',
    registers,
    async collect() {
      const { deliveries, since } = await overview.backlog();
      this.set(deliveries);
      oldest.set(since === undefined ? 0 : secondsSince(since, now()));
    },
  });
  new Gauge({
    name: 'herald_feeds',
    help: 'Feeds that somebody wants, by health.',
    labelNames: ['health'],
    registers,
    async collect() {
      const counts = await overview.countFeeds();
      for (const health of ['ok', 'failing', 'disabled'] as const) this.set({ health }, counts[health]);
    },
  });
}

function secondsSince(at: number, now: number): number {
  return Math.max(0, now - at) / 1000;
}
