import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { alternatesIn } from '../../src/feed/alternates.ts';
import { discover, type Discovery } from '../../src/feed/discover.ts';
import { createFetcher } from '../../src/feed/fetch.ts';
import { foremFeed } from '../../src/feed/forem.ts';
import { parseFeed } from '../../src/feed/parse.ts';
import type { FeedDocument } from '../../src/model/feed.ts';
import { rss, startOrigin } from '../support/origin.ts';
import { threadMs } from '../support/stall.ts';

const fetcher = createFetcher({ allowPrivateNetworks: true, version: '0', limits: { totalMs: 1000 } });
const guarded = createFetcher({ allowPrivateNetworks: false, version: '0', limits: { totalMs: 1000 } });
afterAll(async () => {
  await fetcher.close();
  await guarded.close();
});

async function site(pages: Readonly<Record<string, string>>) {
  const origin = await startOrigin();
  onTestFinished(() => origin.close());
  for (const [path, body] of Object.entries(pages)) {
    const type = body.startsWith('<?xml') ? 'application/rss+xml' : 'text/html; charset=utf-8';
    origin.serve(path, (_, response) => response.writeHead(200, { 'content-type': type }).end(body));
  }
  return origin;
}

function urlsOf(found: Discovery<FeedDocument>): string[] {
  return found.kind === 'feeds' ? found.feeds.map(({ url }) => new URL(url).pathname) : [found.reason];
}

const FEED = rss([{ id: 1 }]);
const page = (head: string) => `<!doctype html><html><head>${head}</head><body><p>Hello</p></body></html>`;

test('the address of a feed is that feed, for one request', async () => {
  const origin = await site({ '/feed': FEED });
  const found = await discover(`${origin.url}/feed`, fetcher, parseFeed);
  expect(found).toMatchObject({ kind: 'feeds', feeds: [{ url: `${origin.url}/feed`, title: 'Test feed' }] });
  expect(origin.requests).toHaveLength(1);
});

test.each([
  ['without a scheme', (host: string) => `${host}/feed`],
  ['within angle brackets and spaces', (host: string) => `  <http://${host}/feed> `],
  ['as feed:http://', (host: string) => `feed:http://${host}/feed`],
  ['as feed://', (host: string) => `feed://${host}/feed`],
])('an address is understood %s', async (_, typed) => {
  const origin = await site({ '/feed': FEED });
  expect(urlsOf(await discover(typed(new URL(origin.url).host), fetcher, parseFeed))).toEqual(['/feed']);
});

test('the feeds that a page names are found in its order, relative to its base, with their titles', async () => {
  const origin = await site({
    '/': page(`<base href="/blog/">
      <link rel="alternate" type="application/rss+xml" title="All &amp; sundry" href="all.xml">
      <link rel='ALTERNATE home' type='application/atom+xml; charset=utf-8' href='/talks.xml'>
      <link rel="alternate" type="application/rss+xml" href="/broken.xml">
      <link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="/style.css">`),
    '/blog/all.xml': FEED,
    '/talks.xml': FEED,
  });
  const found = await discover(origin.url, fetcher, parseFeed);
  expect(urlsOf(found)).toEqual(['/blog/all.xml', '/talks.xml']);
  expect(found).toMatchObject({ feeds: [{ title: 'All & sundry' }, { title: 'Test feed' }] });
});

test('a page that names no feed is looked behind at the usual places, one request after another', async () => {
  const origin = await site({ '/about': page(''), '/atom.xml': FEED });
  expect(urlsOf(await discover(`${origin.url}/about`, fetcher, parseFeed))).toEqual(['/atom.xml']);
  expect(origin.requests.map(({ url }) => url)).toEqual([
    '/about',
    '/feed',
    '/rss',
    '/feed.xml',
    '/rss.xml',
    '/atom.xml',
  ]);
});

test('a site without a feed costs eight requests, and says what to look for', async () => {
  const dead = [1, 2, 3].map((n) => `<link rel="alternate" type="application/rss+xml" href="/dead${n}">`).join('');
  const origin = await site({ '/': page(dead) });
  expect(urlsOf(await discover(origin.url, fetcher, parseFeed))).toEqual([
    expect.stringContaining('found no feed on this page'),
  ]);
  expect(origin.requests).toHaveLength(8);
});

describe('what is refused says why', () => {
  test.each(['not an address', 'https://', 'javascript:alert(1)', '', '😀😀 😀'])('%j', async (typed) => {
    expect(urlsOf(await discover(typed, fetcher, parseFeed))).toEqual([
      expect.stringContaining('This is not an address'),
    ]);
  });

  test('a scheme that is none of the web', async () => {
    expect(urlsOf(await discover('ftp://example.com/feed', fetcher, parseFeed))).toEqual([
      expect.stringContaining('http and https addresses only'),
    ]);
  });

  test('a private address, also without a scheme', async () => {
    expect(urlsOf(await discover('169.254.169.254/latest', guarded, parseFeed))).toEqual([
      expect.stringContaining('private network'),
    ]);
  });

  test('a page that answers 404', async () => {
    const origin = await site({});
    expect(urlsOf(await discover(origin.url, fetcher, parseFeed))).toEqual([expect.stringContaining('answered 404')]);
  });

  test('a page that leads to a private address by a redirect', async () => {
    const origin = await site({});
    origin.serve('/out', (_, response) => response.writeHead(302, { location: 'ftp://10.0.0.1/' }).end());
    expect(urlsOf(await discover(`${origin.url}/out`, fetcher, parseFeed))).toEqual([
      expect.stringContaining('not ftp.'),
    ]);
  });

  test('JSON that is no feed', async () => {
    const origin = await startOrigin();
    onTestFinished(() => origin.close());
    origin.serve('/', (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":1}'));
    expect(urlsOf(await discover(origin.url, fetcher, parseFeed))).toEqual([
      expect.stringContaining('no list of articles'),
    ]);
  });
});

test('a page nested ten thousand deep takes no longer than its head', () => {
  const html = `${page('<link rel="alternate" type="application/rss+xml" href="/a">')}${'<div>'.repeat(10_000)}`;
  const begun = threadMs();
  expect(alternatesIn(html.repeat(10), 'https://site.example')).toHaveLength(1);
  expect(threadMs() - begun).toBeLessThan(500);
});

test.each([
  ['https://dev.to', 'https://dev.to/feed'],
  ['https://www.dev.to/t/rust', 'https://dev.to/feed/tag/rust'],
  ['https://dev.to/ben', 'https://dev.to/feed/ben'],
  ['https://dev.to/ben/an-article-1a2b', 'https://dev.to/feed/ben'],
  ['https://dev.to/latest', 'https://dev.to/feed/latest'],
  ['https://dev.to/feed/tag/rust', undefined],
  ['https://dev.to/t', undefined],
  ['https://example.com/ben', undefined],
])('the feed of %s is %s', (page, feed) => {
  expect(foremFeed(new URL(page))).toBe(feed);
});
