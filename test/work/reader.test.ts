import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { createFetcher } from '../../src/feed/fetch.ts';
import type { Recorded } from '../../src/feed/formats/index.ts';
import { findFeeds } from '../../src/work/find.ts';
import { createReader, type ReaderLimits } from '../../src/work/reader.ts';
import { startServer } from '../feed/server.ts';

function createReaderForTest(limits?: Partial<ReaderLimits>) {
  const made = createReader(limits);
  onTestFinished(() => made.close());
  return made;
}

function reader(limits?: Partial<ReaderLimits>) {
  const made = createReaderForTest(limits);
  return { ...made, read: (xml: string, recorded?: Recorded) => made.read(source(xml), recorded) };
}

function source(xml: string) {
  return { body: Buffer.from(xml), contentType: undefined, url: 'https://feed.example/feed' };
}

function rss(...articles: readonly string[]): string {
  return `<rss version="2.0"><channel><title>T</title>${articles.map((article) => `<item>${article}</item>`).join('')}</channel></rss>`;
}

const ONE = rss('<guid>a</guid><title>A</title><description>&lt;p&gt;Some &lt;b&gt;text&lt;/b&gt;.</description>');
/** As many as are worth a question. */
const FOUR = rss('<guid>a</guid>', '<guid>b</guid>', '<guid>c</guid>', '<guid>d</guid>');
/** Takes several seconds to read: half of its elements declare namespaces that hold for the other half. */
const SLOW = `<rss ${Array.from({ length: 60 }, (_, n) => `xmlns:n${n}="u"`).join(' ')}><channel>${'<b xmlns:q="u"/>'.repeat(150_000)}</channel></rss>`;

test('an article that is not known comes back as the store keeps it', async () => {
  const outcome = await reader().read(ONE);
  expect(outcome).toMatchObject({
    kind: 'feed',
    news: { title: 'T', articles: [{ key: 'a', title: 'A', excerpt: 'Some **text**.', text: 'Some text.' }] },
  });
});

test('an article that is known, and written as before, does not come back', async () => {
  const whole = await reader().read(FOUR);
  const fingerprint = whole.kind === 'feed' ? whole.news.articles[1]?.fingerprint : undefined;
  const known = { fingerprint, published: 7 };
  const asked: string[] = [];
  const recorded: Recorded = (keys) => {
    asked.push(...keys);
    return Promise.resolve(new Map([['b', known]]));
  };
  const letters = ['a', 'b', 'c', 'd'];
  const outcome = await reader().read(FOUR, recorded);
  expect(asked).toEqual(letters);
  expect(outcome).toMatchObject({ shown: letters.map((key) => ({ key, published: key === 'b' ? 7 : undefined })) });
  expect(outcome.kind === 'feed' && outcome.news.articles.map(({ key }) => key)).toEqual(['a', 'c', 'd']);
});

test('a body is the reader’s from the moment it is given: nothing of it is copied', async () => {
  const given = source(rss(`<guid>a</guid><description>${'words '.repeat(20_000)}</description>`));
  const outcome = await createReaderForTest().read(given);
  expect(outcome).toMatchObject({ kind: 'feed', shown: [{ key: 'a' }] });
  expect(given.body).toHaveLength(0);
});

test.each([100, 20_000])('a body of %i words that was fetched has memory of its own to give', async (count) => {
  const document = rss(`<guid>a</guid><description>${'words '.repeat(count)}</description>`);
  const { url } = await startServer((_, response) => response.end(document));
  const fetcher = createFetcher({ allowPrivateNetworks: true, version: '0' });
  onTestFinished(() => fetcher.close());
  const fetched = await fetcher.fetch(url, { packed: true });
  if (fetched.kind !== 'fetched') throw new Error(fetched.kind);
  await createReaderForTest().read(fetched);
  expect(fetched.body).toHaveLength(0);
});

test('a long page that is no feed is still looked through for its feeds', async () => {
  const fetcher = createFetcher({ allowPrivateNetworks: true, version: '0' });
  onTestFinished(() => fetcher.close());
  const page = `<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed"><p>${'Words. '.repeat(20_000)}`;
  const { url } = await startServer((request, response) => response.end(request.url === '/feed' ? ONE : page));
  const found = await findFeeds(url, fetcher, createReaderForTest());
  expect(found).toMatchObject({ kind: 'feeds', feeds: [{ url: `${url}/feed`, title: 'T' }] });
});

test('a document that is no feed is one failure with a sentence', async () => {
  expect(await reader().read('<html><body>Hello')).toMatchObject({ kind: 'failed', reason: /web page/ });
});

test('what takes too long is ended with its thread, and the next document is read by another', async () => {
  const { read } = reader({ threads: 1, maxMs: 300, maxWaitMs: 600 });
  await read(ONE);
  const began = performance.now();
  expect(await read(SLOW)).toEqual({
    kind: 'failed',
    reason:
      'Reading this feed takes too long: it may be damaged, or made to harm its readers. Tell its owner, or look for another feed of the site.',
  });
  expect(performance.now() - began).toBeLessThan(1000);
  expect(await read(ONE)).toMatchObject({ kind: 'feed' });
});

test('a document is not blamed for a machine that is busy with other things', { timeout: 60_000 }, async () => {
  const long = rss(...Array.from({ length: 800 }, (_, n) => `<guid>${n}</guid><title>${'word '.repeat(20)}</title>`));
  await reader({ threads: 1 }).read(long);
  const began = process.cpuUsage();
  await reader({ threads: 1, maxMs: 60_000 }).read(long);
  const { user, system } = process.cpuUsage(began);

  const { read } = reader({ threads: 1, maxMs: ((user + system) / 1000) * 1.5, maxWaitMs: 60_000 });
  await read(ONE);
  const busy = Array.from({ length: 2 * availableParallelism() }, () => new Worker('for (;;);', { eval: true }));
  onTestFinished(async () => {
    await Promise.all(busy.map((worker) => worker.terminate()));
  });
  await Promise.all(busy.map((worker) => once(worker, 'online')));
  expect(await read(long)).toMatchObject({ kind: 'feed' });
});

test('nobody waits for a document longer than the net allows, however little of its time it was given', async () => {
  const { read } = reader({ threads: 1, maxMs: 60_000, maxWaitMs: 300 });
  await read(ONE);
  expect(await read(SLOW)).toMatchObject({ kind: 'failed', reason: /takes too long/ });
});

test('what takes too much memory is ended with its thread, and the next document is read by another', async () => {
  const { read } = reader({ threads: 1, maxMegabytes: 32, maxMs: 10_000 });
  expect(await read(rss('<a><b>x</b></a>'.repeat(90_000)))).toEqual({
    kind: 'failed',
    reason:
      'Reading this feed takes too much memory: it may be damaged, or made to harm its readers. Tell its owner, or look for another feed of the site.',
  });
  expect(await read(ONE)).toMatchObject({ kind: 'feed' });
});

test('the time that the store takes to answer does not count', async () => {
  const { read } = reader({ maxMs: 300 });
  await read(ONE);
  expect(await read(FOUR, () => setTimeout(500, new Map()))).toMatchObject({ kind: 'feed' });
});

test('an error of the store comes back as it is, and the reader goes on', async () => {
  const { read } = reader({ threads: 1 });
  await expect(read(FOUR, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
  expect(await read(ONE)).toMatchObject({ kind: 'feed' });
});

test('more documents than threads wait for each other, and every one is read', async () => {
  const { read } = reader({ threads: 2 });
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => read(rss(`<guid>${n}</guid>`))));
  const keys = outcomes.map((outcome) => outcome.kind === 'feed' && outcome.news.articles[0]?.key);
  expect(keys).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
});

test('of an archive the newest hundred articles have their Markdown, all others the beginning of their text', async () => {
  const articles = Array.from(
    { length: 150 },
    (_, n) => `<guid>${n}</guid><pubDate>${new Date(n * 60_000).toUTCString()}</pubDate>
      <description>&lt;p&gt;A &lt;b&gt;bold&lt;/b&gt; *word*. ${'More text. '.repeat(50)}</description>`,
  );
  const outcome = await reader().read(rss(...articles));
  const excerpts = outcome.kind === 'feed' ? outcome.news.articles.map(({ excerpt }) => excerpt) : [];
  expect(excerpts.filter((excerpt) => excerpt.startsWith('A **bold** '))).toHaveLength(100);
  expect(excerpts[49]).toMatch(/^A bold \\\*word\\\*\. More text\./);
  expect(excerpts[49]?.length).toBeLessThanOrEqual(300);
  expect(excerpts[50]).toMatch(/^A \*\*bold\*\*/);
});

test('of recorded articles that are written otherwise as many come back as have their Markdown beside all new ones', async () => {
  const keys = Array.from({ length: 150 }, (_, n) => String(n));
  const articles = keys.map((key) => `<guid>${key}</guid><description>&lt;b&gt;Bold&lt;/b&gt;</description>`);
  const known = new Map(keys.slice(0, 130).map((key) => [key, { fingerprint: 1, published: undefined }]));
  const outcome = await reader().read(rss(...articles), () => Promise.resolve(known));
  const excerpts = outcome.kind === 'feed' ? outcome.news.articles.map(({ key, excerpt }) => [key, excerpt]) : [];
  expect(excerpts).toEqual([...keys.slice(0, 80), ...keys.slice(130)].map((key) => [key, '**Bold**']));
});

test('an article that is recorded comes back when it is written otherwise than before', async () => {
  const one = (key: string) => `<guid>${key}</guid><title>Of ${key}</title><description>Text</description>`;
  const made = createReaderForTest();
  const newest = new Map([['a', { fingerprint: 1, published: undefined }]]);
  const outcome = await made.read({ ...source(rss(one('a'))), newest });
  expect(outcome).toMatchObject({ shown: [{ key: 'a' }], news: { articles: [{ key: 'a', excerpt: 'Text' }] } });
});
