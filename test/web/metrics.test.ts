import { expect, test, vi } from 'vitest';
import { rss } from '../support/origin.ts';
import { served, type Served } from './support.ts';

/** The samples of a scrape by name and labels. */
async function scrape({ get }: Served): Promise<ReadonlyMap<string, number>> {
  const text = await (await get('/metrics')).text();
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

async function follow({ origin, store, sandbox }: Served, path: string): Promise<void> {
  const now = Date.now();
  const feed = await store.feeds.add(`${origin.url}${path}?key=secret`, now);
  const destination = await store.destinations.ensure({ kind: 'channel', address: sandbox.channels.text });
  await store.subscriptions.add({ feedId: feed.id, destinationId: destination.id, tags: [], except: [] }, now);
}

const until = (check: () => Promise<boolean>) => vi.waitUntil(check, { timeout: 10_000, interval: 50 });

test('polls, articles, posts, calls and feeds are counted', async () => {
  const herald = await served();
  herald.origin.serve('/good?key=secret', rss([{ id: 1 }]));
  await follow(herald, '/good');
  await until(async () => ((await scrape(herald)).get('herald_polls_total{outcome="unchanged"}') ?? 0) > 0);
  herald.origin.serve('/good?key=secret', rss([{ id: 2, published: Date.now() - 5_000 }, { id: 1 }]));
  await until(async () => (await scrape(herald)).get('herald_deliveries_total{outcome="sent"}') === 1);
  await follow(herald, '/bad');
  await until(async () => (await scrape(herald)).get('herald_feeds{health="failing"}') === 1);

  const samples = await scrape(herald);
  expect(samples.get('herald_polls_total{outcome="changed"}')).toBe(2);
  expect(samples.get('herald_polls_total{outcome="failed"}')).toBeGreaterThan(0);
  expect(samples.get('herald_articles_total')).toBe(2);
  expect(samples.get('herald_feeds{health="ok"}')).toBe(1);
  expect(samples.get('herald_deliveries_waiting')).toBe(0);
  expect(samples.get('herald_deliveries_oldest_waiting_seconds')).toBe(0);
  expect(samples.get('herald_publish_to_post_seconds_count')).toBe(1);
  expect(samples.get('herald_publish_to_post_seconds_sum')).toBeGreaterThan(4);
  expect(samples.get('herald_discord_requests_total{status="200"}')).toBeGreaterThan(0);
  expect(samples.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
});

test('what was found behind a window is counted, and each poll before which articles may have been missed', async () => {
  const herald = await served();
  const next = '<link xmlns="http://www.w3.org/2005/Atom" rel="next" href="/older"/><language>';
  // What is older than the poll before is no news of today's.
  const page = (...ids: number[]) => rss(ids.map((id) => ({ id, published: Date.now() + id * 60_000 })));
  const window = (...ids: number[]) => page(...ids).replace('<language>', next);
  herald.origin.serve('/feed?key=secret', window(1));
  await follow(herald, '/feed');
  const polls = async () => (await scrape(herald)).get('herald_polls_total{outcome="changed"}') ?? 0;
  await until(async () => (await polls()) === 1);
  herald.origin.serve('/older', page(3, 2, 1));
  herald.origin.serve('/feed?key=secret', window(5, 4));
  await until(async () => (await polls()) === 2);
  const counts = async () => {
    const samples = await scrape(herald);
    return [samples.get('herald_articles_behind_window_total'), samples.get('herald_poll_gaps_total')];
  };
  expect(await counts()).toEqual([2, 0]);
  herald.origin.serve('/feed?key=secret', page(9, 8));
  await until(async () => (await polls()) === 3);
  expect(await counts()).toEqual([2, 1]);
});

test('what waits, and for how long, is what the store says; a refused post is counted by its status', async () => {
  const herald = await served({ POST_BACKLOG: '2' });
  await fetch(`${herald.sandbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ match: 'POST /channels/*/messages', status: 502, times: 100 }),
  });
  herald.origin.serve('/feed?key=secret', rss([{ id: 2 }, { id: 1 }]));
  await follow(herald, '/feed');
  await until(async () => ((await scrape(herald)).get('herald_discord_requests_total{status="502"}') ?? 0) > 0);
  const samples = await scrape(herald);
  expect(samples.get('herald_deliveries_waiting')).toBe(2);
  expect(samples.get('herald_deliveries_oldest_waiting_seconds')).toBeGreaterThan(0);
  expect(samples.get('herald_deliveries_total{outcome="waiting"}')).toBeGreaterThan(0);
});

test('no figure is told apart by what a stranger wrote, and each keeps to Prometheus’ conventions', async () => {
  const herald = await served();
  herald.origin.serve('/feed?key=secret', rss([{ id: 1 }]));
  await follow(herald, '/feed');
  await until(async () => ((await scrape(herald)).get('herald_polls_total{outcome="changed"}') ?? 0) > 0);
  const text = await (await herald.get('/metrics')).text();
  expect(text).not.toMatch(/secret|127\.0\.0\.1|https?:/);
  const own = [...text.matchAll(/^# TYPE (herald_\w+) (\w+)$/gm)];
  expect(own.length).toBeGreaterThan(10);
  for (const [, name = '', type] of own) {
    expect(name.endsWith('_total'), name).toBe(type === 'counter');
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
  }
});

test('articles that leave in one message are counted each', async () => {
  const herald = await served({ POST_BACKLOG: '4', FOLD_ABOVE: '3' });
  const at = Date.now() - 5_000;
  herald.origin.serve('/feed?key=secret', rss([4, 3, 2, 1].map((id) => ({ id, published: at + id }))));
  await follow(herald, '/feed');
  await until(async () => ((await scrape(herald)).get('herald_deliveries_total{outcome="sent"}') ?? 0) > 0);
  expect(herald.sandbox.state.messages(herald.sandbox.channels.text)).toHaveLength(1);
  const samples = await scrape(herald);
  expect(samples.get('herald_deliveries_total{outcome="sent"}')).toBe(4);
  expect(samples.get('herald_publish_to_post_seconds_count')).toBe(4);
});
