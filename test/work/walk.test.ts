import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { rss } from '../support/origin.ts';
import { startServer } from '../feed/server.ts';
import { simulate } from './sim.ts';

const MINUTE = 60_000;
const FIRST = Date.UTC(2026, 5, 1);
const WINDOW = 4;
/** The beginning of a packed body. */
const TORN = gzipSync(rss([{ id: 1 }])).subarray(0, 100);

type Refuse = (request: IncomingMessage, response: ServerResponse) => boolean;

/** How a document names the page behind it; {@link PAGED} answers any of them. */
type Naming = (document: string, nextUrl: string) => string;

const forem: Naming = (document) => document.replace('https://feed.example<', 'https://dev.to<');
const wordPress: Naming = (document) =>
  document.replace('<language>', '<generator>https://wordpress.org/?v=6.8</generator><language>');
const linked: Naming = (document, url) =>
  document.replace('<language>', `<link xmlns="http://www.w3.org/2005/Atom" rel="next" href="${url}"/><language>`);
const archived: Naming = (document, url) => linked(document, url).replace('"next"', '"prev-archive"');
const unnamed: Naming = (document) => document;

/** A feed of articles, one a minute, of which a page shows four; the first four are its past. */
async function paged(naming: Naming, refuse: Refuse = () => false, hurried = true) {
  let published = WINDOW;
  const server = await startServer((request, response) => {
    if (refuse(request, response)) return;
    const { searchParams } = new URL(request.url ?? '', 'http://feed');
    const page = Number(searchParams.get('page') ?? searchParams.get('paged') ?? 1);
    const newest = published - (page - 1) * WINDOW;
    const ids = Array.from({ length: WINDOW }, (_, index) => newest - index).filter((id) => id > 0);
    if (page > 1 && ids.length === 0) return response.writeHead(404).end();
    return response.end(naming(rss(ids.map((id) => ({ id }))), `/feed?page=${page + 1}`));
  });
  const sim = await simulate({ start: FIRST + published * MINUTE, hurried });
  const feed = await sim.add(`${server.url}/feed`);
  await sim.poll(feed);
  return {
    ...{ ...server, sim, feed },
    /** Polls after so many articles more. @returns what it asked for, and what was posted. */
    poll: async (articles: number) => {
      published += articles;
      sim.clock.now += Math.max(10, articles) * MINUTE;
      const before = server.requests.length;
      await sim.poll(feed);
      return { asked: server.requests.slice(before).map(({ url }) => url), posted: await sim.posted() };
    },
    health: () => sim.store.feeds.health(feed.id, '', sim.clock.now),
  };
}

const titles = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `Article ${from + index}`);

describe('when a window shows nothing known', () => {
  test.each([
    ['by Forem’s numbers', forem, 'page'],
    ['by WordPress’s numbers', wordPress, 'paged'],
    ['by rel=next', linked, 'page'],
    ['by rel=prev-archive', archived, 'page'],
  ])('older pages are followed %s until a known article, and all is posted in order', async (_, naming, parameter) => {
    const { poll, health, sim, feed } = await paged(naming);
    expect(await poll(9)).toEqual({
      asked: ['/feed', `/feed?${parameter}=2`, `/feed?${parameter}=3`],
      posted: titles(5, 13),
    });
    expect(await health()).toMatchObject({ foundBehind: 5, missedSince: undefined });
    expect((await sim.row(feed)).pace.seconds).toBe(0);
    expect(await poll(3)).toEqual({ asked: ['/feed'], posted: titles(14, 16) });
  });

  test('the pages are asked for a second apart', async () => {
    const times: number[] = [];
    const note: Refuse = () => times.push(performance.now()) < 0;
    const { poll } = await paged(forem, note, false);
    expect((await poll(6)).posted).toEqual(titles(5, 10));
    const [window = 0, page = 0, ...more] = times.slice(1);
    expect(more).toEqual([]);
    expect(page - window).toBeGreaterThan(990);
  });

  test('five pages are followed at most, and what may be missing is said', async () => {
    const { poll, health, sim } = await paged(forem);
    const polledAt = sim.clock.now;
    const { asked, posted } = await poll(40);
    expect(asked).toHaveLength(6);
    expect(posted).toEqual(titles(21, 44));
    expect(await health()).toMatchObject({ foundBehind: 20, missedSince: polledAt });
  });

  test('of a feed without pages nothing else is asked, and that is said', async () => {
    const { poll, health, sim } = await paged(unnamed);
    const polledAt = sim.clock.now;
    expect(await poll(9)).toEqual({ asked: ['/feed'], posted: titles(10, 13) });
    expect(await health()).toMatchObject({ foundBehind: 0, missedSince: polledAt });
  });

  test('an article that stays at the top for ever hides no gap', async () => {
    const pinned: Naming = (document, url) =>
      linked(document, url).replace('<item>', `${/<item>.*<\/item>/s.exec(rss([{ id: 'pinned' }]))?.[0] ?? ''}<item>`);
    const { poll } = await paged(pinned);
    expect((await poll(6)).posted).toEqual(titles(5, 10));
  });

  test('pages that repeat the window are no pages', async () => {
    const repeating = await paged(forem, (request, response) => {
      if (!(request.url ?? '').includes('page=')) return false;
      response.end(forem(rss([13, 12, 11, 10].map((id) => ({ id }))), ''));
      return true;
    });
    expect((await repeating.poll(9)).asked).toHaveLength(3);
    expect((await repeating.health())?.missedSince).toBeDefined();
  });

  test('a window from a cache, a page behind the pages, hides nothing', async () => {
    const { poll } = await paged(forem, ({ url = '' }, response) => {
      if (url !== '/feed?page=2') return false;
      response.end(forem(rss([13, 12, 11, 10].map((id) => ({ id }))), ''));
      return true;
    });
    const { asked, posted } = await poll(9);
    expect(asked).toEqual(['/feed', '/feed?page=2', '/feed?page=3']);
    expect(posted).toContain('Article 5');
  });

  test.each([
    ['is refused', (response: ServerResponse) => response.writeHead(500).end()],
    ['arrives torn', (response: ServerResponse) => response.setHeader('content-encoding', 'gzip').end(TORN)],
  ])(
    'nothing is recorded while a page %s, so that nothing is lost; the fourth time what is there is taken',
    async (_, fail) => {
      let failing = true;
      const feed = await paged(forem, (request, response) => {
        const refuses = failing && (request.url ?? '').includes('page=');
        if (refuses) fail(response);
        return refuses;
      });
      expect((await feed.poll(9)).posted).toEqual([]);
      failing = false;
      expect((await feed.poll(0)).posted).toEqual(titles(5, 13));
      failing = true;
      expect((await feed.poll(9)).posted).toEqual([]);
      expect((await feed.poll(0)).posted).toEqual([]);
      expect((await feed.poll(0)).posted).toEqual([]);
      expect((await feed.poll(0)).posted).toEqual(titles(19, 22));
      expect((await feed.health())?.missedSince).toBeDefined();
    },
  );

  test('a window that ends with a late article is followed, since others may have come below it', async () => {
    const ids = [
      [8, 6, 4, 2],
      [8, 6, 5],
      [4, 3, 2, 1],
    ];
    let late = false;
    const server = await startServer(({ url = '' }, response) => {
      const page = late ? (url.includes('page=2') ? ids[2] : ids[1]) : ids[0];
      response.end(forem(rss((page ?? []).map((id) => ({ id }))), ''));
    });
    const sim = await simulate({ start: FIRST + 10 * MINUTE });
    const feed = await sim.add(`${server.url}/feed`);
    await sim.poll(feed);
    late = true;
    sim.clock.now += 10 * MINUTE;
    await sim.poll(feed);
    expect(await sim.posted()).toEqual(titles(1, 1).concat('Article 3', 'Article 5'));
    expect(await sim.store.feeds.health(feed.id, '', sim.clock.now)).toMatchObject({ missedSince: undefined });
  });

  test('a feed that names all its articles anew does not bring its past back', async () => {
    let renamed = false;
    const server = await startServer(({ url = '' }, response) => {
      const page = Number(/page=(\d+)/.exec(url)?.[1] ?? 1);
      const ids = Array.from({ length: WINDOW }, (_, index) => 1000 - page * WINDOW - index);
      const document = rss(ids.map((id) => ({ id, link: `https://${renamed ? 'new' : 'old'}.example/${id}` })));
      response.end(forem(renamed ? document.replaceAll(/<guid>/g, '<guid>new-') : document, ''));
    });
    const sim = await simulate({ start: FIRST + 1000 * MINUTE });
    const feed = await sim.add(server.url);
    await sim.poll(feed);
    sim.clock.now += 30 * 1440 * MINUTE;
    await sim.poll(feed);
    renamed = true;
    await sim.poll(feed);
    expect(server.requests).toHaveLength(3);
  });
});
