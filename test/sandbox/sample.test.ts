import Fastify, { type FastifyInstance } from 'fastify';
import { inflateSync } from 'node:zlib';
import Parser from 'rss-parser';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { publishEvery, sampleRoutes } from '../../src/sandbox/routes/sample.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { createSample, type Sample } from '../../src/sandbox/sample.ts';
import { readLibrary } from '../../src/sandbox/sample/library.ts';

const BASE = 'http://127.0.0.1:8321';
const NOON = Date.UTC(2026, 6, 1, 12);
const library = readLibrary();

const sampleAt = (now: () => number = () => NOON) => createSample({ baseUrl: () => BASE, now });

async function read(sample: Sample) {
  const parser = new Parser({ customFields: { item: [['description', 'html']] } });
  return await parser.parseString(sample.feedXml());
}

describe('the sample feed', () => {
  it('has a few articles at the start, newest first', async () => {
    const { items, title, link } = await read(sampleAt());
    expect([title, link]).toEqual(['Herald’s Sample Feed', BASE]);
    expect(items.map((item) => item.title)).toEqual([0, 1, 2].map((index) => library[2 - index]?.title));
    const dates = items.map((item) => Date.parse(item.pubDate ?? ''));
    expect(dates).toEqual(dates.toSorted((a, b) => b - a));
  });

  it('shows the twelve newest articles and never runs out', async () => {
    const sample = sampleAt();
    library.forEach(() => sample.publishNext());
    const { items } = await read(sample);
    expect(items).toHaveLength(12);
    expect(items[0]?.title).toBe(`${library[2]?.title ?? ''} (edition 2)`);
  });

  it('gives every article an id of its own, in later runs too', async () => {
    const guids = new Set<string | undefined>();
    for (const start of [NOON, NOON + 5000]) {
      const sample = sampleAt(() => start);
      for (let count = 0; count < 60; count++) {
        sample.publishNext();
        guids.add((await read(sample)).items[0]?.guid);
      }
    }
    expect(guids.size).toBe(120);
  });

  it('survives a hostile title, author, tag and text', async () => {
    const sample = sampleAt();
    const title = ']]>&amp;<script>"\'</title>\u0000\u000b\ufffe\ud800 @everyone 🧨';
    sample.publish({ title, author: '<b>&', tags: ['<c>&d'], html: '<p>a &amp;lt; b</p>]]>' });
    const [item] = (await read(sample)).items;
    expect(item?.title).toBe(']]>&amp;<script>"\'</title> @everyone 🧨');
    expect(item).toMatchObject({ creator: '<b>&', categories: ['<c>&d'], html: '<p>a &amp;lt; b</p>]]>' });
  });

  it('makes its pictures absolute', async () => {
    const sample = sampleAt();
    const pictures = library.findIndex(({ name }) => name === 'a-landscape-without-a-library');
    for (let count = 3; count <= pictures; count++) sample.publishNext();
    const [item] = (await read(sample)).items;
    expect(item).toMatchObject({
      html: expect.stringContaining(`<img src="${BASE}/sandbox/pictures/evening-hills.png"`) as string,
    });
  });

  it('turns an embed into a link card of an article that has a page', () => {
    const sample = sampleAt();
    const bodies = Array.from({ length: library.length * 2 }, () => sample.publishNext().html);
    const cards = bodies.filter((html) => html.includes('hidden-navigation-link'));
    const titles = cards.map((html) => sample.find(/articles\/([\w-]+)"/.exec(html)?.[1] ?? '')?.title);
    expect(titles).toEqual(['', ' (edition 2)'].map((edition) => `A feed is a window, not a log${edition}`));
    expect(bodies.join('')).not.toContain('{%');
  });
});

describe('the articles', () => {
  const html = library.map((article) => article.html).join('\n');

  it('are two dozen, of which one has no tags and one no author', () => {
    expect(library.length).toBeGreaterThanOrEqual(24);
    expect(library.filter(({ title }) => /^$|^'|"$/.test(title))).toEqual([]);
    expect(library.filter(({ author }) => author === undefined)).toHaveLength(1);
    expect(library.some(({ author, tags }) => author !== undefined && tags === undefined)).toBe(true);
  });

  it.each(['typescript', 'sql', 'python', 'javascript', 'bash', 'rust', 'go', 'css', 'yaml', 'diff', 'html'])(
    'hold code in %s in the shape of dev.to',
    (language) => expect(html).toContain(`<div class="highlight"><pre class="highlight ${language}"><code>`),
  );

  it('hold tokens in spans, without changing the code', () => {
    expect(html).toContain('<span class="k">return</span>');
    expect(html).toContain('<span class="c1"># the number itself is fixed from here on</span>');
    expect(html).toContain('<span class="s">&quot;roof&quot;</span>');
  });

  it.each(['<table>', '<blockquote>', '<ol>', '<img ', '<sup id="fnref1">', '👨‍👩‍👧', 'العربية', '日本'])(
    'show %s',
    (mark) => expect(html).toContain(mark),
  );

  it('hold a long one', () => {
    const lengths = library.map((article) => article.html.split(/\s+/).length);
    expect(Math.max(...lengths)).toBeGreaterThan(1400);
  });
});

describe('its routes', () => {
  let app: FastifyInstance;
  let sample: Sample;
  beforeEach(() => {
    app = Fastify();
    sample = sampleAt();
    sampleRoutes(app, sample);
  });
  afterEach(() => app.close());

  const feed = (headers: Record<string, string> = {}) => app.inject({ url: '/sandbox/feed.xml', headers });

  it('answer 304 to the validators of an unchanged feed, and only then', async () => {
    const { headers, statusCode } = await feed();
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/rss+xml; charset=utf-8']);
    const etag = String(headers.etag);
    const date = String(headers['last-modified']);
    const same = await feed({ 'if-none-match': `"other", W/${etag}` });
    expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', etag]);
    expect((await feed({ 'if-modified-since': date })).statusCode).toBe(304);
    expect((await feed({ 'if-none-match': '"other"', 'if-modified-since': date })).statusCode).toBe(200);
    expect((await feed({ 'if-modified-since': 'yesterday' })).statusCode).toBe(200);
    sample.publishNext();
    expect((await feed({ 'if-none-match': etag })).statusCode).toBe(200);
  });

  it('give no date that a second article of the same second would share', async () => {
    const busy = Fastify();
    onTestFinished(() => busy.close());
    const inFuture = sampleAt(() => Date.now() + 60_000);
    inFuture.publishNext();
    sampleRoutes(busy, inFuture);
    expect((await busy.inject('/sandbox/feed.xml')).headers).not.toHaveProperty('last-modified');
  });

  it('publish an article that the feed shows next', async () => {
    const payload = { title: 'Mine', author: 'Me', tags: ['a', 'b'], html: '<p>Hello</p>' };
    const answer = await app.inject({ method: 'POST', url: '/sandbox/articles', payload });
    expect([answer.statusCode, answer.json()]).toEqual([201, expect.objectContaining({ title: 'Mine' })]);
    expect((await read(sample)).items[0]).toMatchObject({ title: 'Mine', creator: 'Me', categories: ['a', 'b'] });
  });

  it.each([{}, { title: ' ' }, { title: 'x', tags: 'a, b' }, { title: 'x', color: 1 }, ['x']])(
    'refuse %j with a sentence',
    async (payload) => {
      const answer = await app.inject({ method: 'POST', url: '/sandbox/articles', payload });
      expect(answer.statusCode).toBe(400);
      expect(answer.json<{ error: string }>().error).toMatch(/^An article is \{title, .*\n?✖ /s);
    },
  );

  it('serve the page that an article links to, escaped, under a policy that lets nothing run', async () => {
    sample.publish({ title: '<script>alert(1)</script>', author: '"><i>', tags: ['<b>'], html: '<p>Body</p>' });
    const link = (await read(sample)).items[0]?.link ?? '';
    const answer = await app.inject(link.replace(BASE, ''));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-security-policy']).toMatch(/default-src 'none';.*sandbox$/);
    expect(answer.body).toContain('<h1 dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</h1>');
    expect(answer.body).not.toMatch(/<script|<i>|<b>/);
    expect(answer.body).toContain('<p>Body</p>');
  });

  it('answer 404 for an article that never was', async () => {
    const answer = await app.inject('/sandbox/articles/%3Cscript%3E');
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('<script>');
  });

  it('serve pictures that are whole PNGs, one for each name', async () => {
    const first = await app.inject('/sandbox/pictures/evening-hills.png');
    expect(first.headers['content-type']).toBe('image/png');
    const png = first.rawPayload;
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([480, 240]);
    const length = png.readUInt32BE(33);
    expect(inflateSync(png.subarray(41, 41 + length))).toHaveLength(240 * (480 * 3 + 1));
    expect((await app.inject('/sandbox/pictures/other.png')).rawPayload.equals(png)).toBe(false);
    expect((await app.inject('/sandbox/pictures/..%2Fx.png')).statusCode).toBe(404);
  });

  it('publish by themselves until the server closes', async () => {
    publishEvery(app, sample, 0.01);
    await app.ready();
    const before = sample.feedXml();
    await expect.poll(() => sample.feedXml()).not.toBe(before);
    await app.close();
    const after = sample.feedXml();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sample.feedXml()).toBe(after);
  });
});

it('is served by the sandbox, and leads to its pages', async () => {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const answer = await fetch(sandbox.feedUrl);
  const { items } = await new Parser().parseString(await answer.text());
  expect(items[0]?.link?.startsWith(`${sandbox.url}/sandbox/articles/`)).toBe(true);
  const page = await fetch(items[0]?.link ?? '');
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(library[2]?.author ?? '?')]);
  expect(await (await fetch(sandbox.url)).text()).toContain('articles');
});
