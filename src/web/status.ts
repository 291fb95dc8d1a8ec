import { readFileSync } from 'node:fs';
import type { Slot } from '../store/flow.ts';
import type { Backlog, FeedCounts } from '../store/overview.ts';
import type { Store } from '../store/index.ts';
import type { GivenUp, WaitingLane, WatchedFeed } from '../store/troubles.ts';
import { complaintsOf, type Complaints, type Parts } from './health.ts';
import { pageOf } from './page/page.ts';
import type { Route } from './server.ts';

/** What the status page shows. Instants are epoch milliseconds. */
export interface Status {
  readonly version: string;
  readonly now: number;
  readonly startedAt: number;
  readonly complaints: Complaints;
  readonly backlog: Backlog;
  readonly feedCounts: FeedCounts;
  readonly feeds: readonly WatchedFeed[];
  readonly lanes: readonly WaitingLane[];
  readonly givenUp: readonly GivenUp[];
  readonly slots: readonly Slot[];
}

export interface StatusContext {
  readonly store: Store;
  readonly parts: Parts;
  readonly version: string;
  readonly now: () => number;
}

const HOUR_MS = 3_600_000;
const SLOT_MS = HOUR_MS / 2;
const SLOTS = 48;
const FEEDS = 100;
const LANES = 50;

/** The status page, with its style and its script. */
export function statusRoutes(context: StatusContext): Route[] {
  const startedAt = context.now();
  return [
    {
      path: '/',
      answer: async () => ({
        status: 200,
        type: 'text/html; charset=utf-8',
        body: pageOf(await statusOf(context, startedAt)),
      }),
    },
    part('/status.css', 'text/css; charset=utf-8'),
    part('/refresh.js', 'text/javascript; charset=utf-8'),
    part('/icon.svg', 'image/svg+xml'),
  ];
}

/** All of it from rows: a restart forgets nothing. */
async function statusOf({ store, parts, version, now }: StatusContext, startedAt: number): Promise<Status> {
  const at = now();
  const { overview } = store;
  const from = (Math.floor(at / SLOT_MS) - SLOTS + 1) * SLOT_MS;
  return {
    ...{ version, now: at, startedAt },
    complaints: await complaintsOf(parts),
    backlog: await overview.backlog(),
    feedCounts: await overview.countFeeds(),
    feeds: await overview.feeds(FEEDS),
    lanes: await overview.waiting(LANES),
    givenUp: await overview.givenUp(at - 24 * HOUR_MS),
    slots: await overview.flow(from, SLOT_MS, SLOTS),
  };
}

function part(path: string, type: string): Route {
  const body = readFileSync(new URL(`./page${path}`, import.meta.url), 'utf8');
  return { path, answer: () => ({ status: 200, type, body }) };
}
