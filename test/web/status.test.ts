import { expect, test } from 'vitest';
import { article, feed, poll, sendAll, subscriber } from '../store/world.ts';
import { temporaryFolder } from '../support/folder.ts';
import { liveADay } from './history.ts';
import { pageAlone } from './support.ts';

test('the page shows posts, delays, articles, feeds, and what waits or was lost, from rows alone', async () => {
  const { url, store } = await pageAlone();
  await liveADay(store, Date.now());
  const text = (await (await fetch(url)).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  for (const shown of [
    '726 posts in the last 24 hours, 6 given up.',
    '367 new articles in the last 24 hours.',
    'Half within',
    'The Daily Example news.example',
    'fails for 3 h',
    'given up',
    'Herald can&apos;t see the channel: give it the permission View Channel there.',
    'Invalid Form Body',
    '0.1.0',
  ])
    expect(text).toContain(shown);
});

test('no secret of an address is on the page, and what strangers wrote is text', async () => {
  const { url, store } = await pageAlone();
  await liveADay(store, Date.now());
  const now = Date.now();
  const hook = await store.destinations.ensure({ kind: 'channel', address: '333333333333333333/webhook-token' });
  const { id } = await store.feeds.add('https://news.example/feed?key=secret-key', now);
  await store.subscriptions.add({ feedId: id, destinationId: hook.id, tags: [], except: [] }, now);
  await store.articles.record(id, poll([article(10_000)], { nextPollAt: now, backlog: 1 }), now);
  const page = await (await fetch(url)).text();
  expect(page).toContain('333333333333333333');
  expect(page).not.toMatch(/secret-key|ada:|webhook-token|<script>alert|<b>/);
});

test('the page asks nothing of anyone else, runs no foreign script, and is kept by nobody', async () => {
  const { url } = await pageAlone();
  const answer = await fetch(url);
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; /);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.text()).not.toMatch(/style="|<style|<script>|\son\w+="|https?:/);
  for (const part of ['status.css', 'refresh.js', 'icon.svg'])
    expect((await fetch(url + part)).headers.get('content-type')).not.toContain('plain');
});

test('a start after a crash shows what happened before it', async () => {
  const database = `sqlite:${temporaryFolder()}/herald.db`;
  const { store } = await pageAlone(undefined, database);
  const { id } = await feed(store);
  await subscriber(store, id, '111111111111111111');
  await store.articles.record(id, poll([article(1), article(2)]), Date.now());
  expect(await sendAll(store, Date.now())).toHaveLength(2);
  const after = await pageAlone(undefined, database);
  expect(await (await fetch(after.url)).text()).toContain('2 posts in the last 24 hours');
});
