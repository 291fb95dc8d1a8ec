import { createHmac } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import { createFetcher } from '../../src/feed/fetch.ts';
import type { Loop } from '../../src/lib/loop.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { createMetrics } from '../../src/web/metrics.ts';
import { startWeb } from '../../src/web/web.ts';
import { startHubs } from '../../src/work/hubs.ts';
import { createReader } from '../../src/work/reader.ts';
import { refresh } from '../../src/work/refresh.ts';
import { rss, startOrigin, type Announcement, type Origin } from '../support/origin.ts';
import { subscriber } from '../store/world.ts';

/** A feed with a hub, both on loopback, and the parts of Herald that deal with them, under a clock of the test's own. */
export interface HubWorld {
  readonly clock: { now: number };
  readonly store: Store;
  readonly origin: Origin;
  /** What the hub was asked for, the oldest first. */
  readonly asked: URLSearchParams[];
  readonly feedId: number;
  /** Herald's own address. */
  readonly url: string;
  /** Polls the feed. @returns for how many seconds it rests then. */
  poll(): Promise<number>;
  /** The feed with these. */
  page(...articles: Announcement[]): string;
  /** Lets the feed show these. */
  publish(...articles: Announcement[]): void;
  /** Does what is due at hubs, and waits until the hub was asked so often in all. */
  hubsAsked(times: number): Promise<URLSearchParams>;
  /** Ends what asks hubs, and begins it anew. */
  restart(): Promise<void>;
}

const TOKEN = 'a-token-of-more-than-sixteen-characters';

/** @param answer what the hub answers to a request. */
export async function hubWorld(answer = 202, allowPrivateNetworks = true): Promise<HubWorld> {
  const clock = { now: Date.now() };
  const now = () => clock.now;
  const store = await openStore('sqlite::memory:');
  const origin = await startOrigin();
  const log = pino({ level: 'silent' });
  const metrics = createMetrics(store, '0', now);
  const web = await startWeb(
    { host: '127.0.0.1', port: 0, token: TOKEN },
    {
      ...{ store, log, now, metrics, version: '0' },
      parts: { database: store.overview.answers },
      due: () => undefined,
    },
  );
  const fetcher = createFetcher({ allowPrivateNetworks: true, version: '0', now });
  const hubFetcher = createFetcher({ allowPrivateNetworks, version: '0', now });
  const reader = createReader({ threads: 1 });
  const begin = () => startHubs({ store, fetcher: hubFetcher, log, now, publicUrl: `${web.url}/behind/a/proxy` });
  let hubs: Loop = begin();

  const asked: URLSearchParams[] = [];
  origin.serve('/hub', (request, response) => {
    void text(request).then((body) => {
      asked.push(new URLSearchParams(body));
      response.writeHead(answer).end('Thank you.');
    });
  });
  const { id: feedId } = await store.feeds.add(`${origin.url}/feed`, clock.now);
  await subscriber(store, feedId, '111111111111111111');
  onTestFinished(async () => {
    await hubs.stop();
    for (const tool of [fetcher, hubFetcher, reader, origin, store]) await tool.close();
    await web.stop();
  });

  const page = (...articles: Announcement[]) => withHub(rss(articles), origin.url);
  const context = { store, fetcher, reader, log, now, pollSeconds: 600, backlog: 0, hubs: { wake: () => hubs.wake() } };
  return {
    ...{ clock, store, origin, asked, feedId, url: web.url },
    poll: async () => {
      const feed = await store.feeds.get(feedId);
      if (feed === undefined) throw new Error('the feed is gone');
      await refresh(feed, context);
      return (((await store.feeds.get(feedId))?.nextPollAt ?? Infinity) - clock.now) / 1000;
    },
    page,
    publish: (...articles) => origin.serve('/feed', page(...articles)),
    hubsAsked: async (times) => {
      hubs.wake();
      await vi.waitUntil(() => asked.length >= times, { timeout: 10_000, interval: 10 });
      return asked[times - 1] ?? new URLSearchParams();
    },
    restart: async () => {
      await hubs.stop();
      hubs = begin();
    },
  };
}

function withHub(xml: string, url: string): string {
  const links = `<a:link rel="hub" href="${url}/hub"/><a:link rel="self" href="${url}/feed"/>`;
  return xml.replace('<channel>', `<channel xmlns:a="http://www.w3.org/2005/Atom">${links}`);
}

/** Calls back as a hub that looks whether it was really asked. */
export async function confirm(asked: URLSearchParams, changed: Readonly<Record<string, string>> = {}) {
  const url = new URL(asked.get('hub.callback') ?? '');
  const said = {
    mode: asked.get('hub.mode') ?? '',
    topic: asked.get('hub.topic') ?? '',
    challenge: 'a&b c',
    ...changed,
  };
  for (const [name, value] of Object.entries(said)) url.searchParams.set(`hub.${name}`, value);
  const answer = await fetch(url);
  return { status: answer.status, body: await answer.text() };
}

/** Tells of news as a hub does, signed with the secret or with another one. */
export async function push(
  asked: URLSearchParams,
  method: string,
  secret = asked.get('hub.secret') ?? '',
): Promise<number> {
  const body = '<rss><channel><item><title>From the hub</title></item></channel></rss>';
  const signature = `${method}=${createHmac(method, secret).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/rss+xml', 'x-hub-signature': signature };
  return (await fetch(asked.get('hub.callback') ?? '', { method: 'POST', headers, body })).status;
}
