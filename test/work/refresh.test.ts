import { describe, expect, test } from 'vitest';
import { rss } from '../support/origin.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startServer } from '../feed/server.ts';
import { simulate } from './sim.ts';

type Headers = Readonly<Record<string, string>>;
interface Answer {
  readonly status?: number;
  readonly headers?: Headers;
  readonly body?: string;
}

/** A server that gives these answers one after another, the last one for ever. */
async function scripted(...answers: readonly Answer[]) {
  let next = 0;
  const server = await startServer((_, response) => {
    const { status = 200, headers = {}, body = '' } = answers[Math.min(next++, answers.length - 1)] ?? {};
    response.writeHead(status, headers).end(body);
  });
  const conditions = () =>
    server.requests.map(({ headers }) => [headers['if-none-match'], headers['if-modified-since']]);
  return { ...server, conditions };
}

/** The last poll's conditions, after each of these answers was polled once. */
async function conditionsAfter(...answers: readonly Answer[]) {
  const origin = await scripted(...answers, { status: 304 });
  const sim = await simulate();
  const feed = await sim.add(origin.url);
  for (let polls = 0; polls <= answers.length; polls += 1) await sim.poll(feed);
  return origin.conditions().at(-1);
}

const one = rss([{ id: 1 }]);
const two = rss([{ id: 2 }, { id: 1 }]);
const given = (etag: string, lastModified?: string): Headers => ({
  etag,
  ...(lastModified !== undefined && { 'last-modified': lastModified }),
});

describe('validators', () => {
  test('of the same bytes are stored all the same (Feedbin, NetNewsWire)', async () => {
    const answers = [
      { headers: given('"1"', 'then'), body: one },
      { headers: given('"2"', 'now'), body: one },
    ];
    expect(await conditionsAfter(...answers)).toEqual(['"2"', 'now']);
  });

  test('change one without the other (Miniflux, CommaFeed)', async () => {
    const answers = [
      { headers: given('"1"', 'then'), body: one },
      { headers: given('"2"', 'then'), body: two },
    ];
    expect(await conditionsAfter(...answers)).toEqual(['"2"', 'then']);
  });

  test('change by a 304 (Miniflux)', async () => {
    const answers = [
      { headers: given('"1"', 'then'), body: one },
      { status: 304, headers: { 'last-modified': 'now' } },
    ];
    expect(await conditionsAfter(...answers)).toEqual(['"1"', 'now']);
  });

  test('that a new answer lacks are forgotten; none is ever sent empty (MonitoRSS)', async () => {
    const answers = [
      { headers: given('"1"', 'then'), body: one },
      { headers: { 'last-modified': '' }, body: two },
    ];
    expect(await conditionsAfter(...answers)).toEqual([undefined, undefined]);
  });

  test('are sent back as they came, whatever date they hold (NewsBlur)', async () => {
    const date = 'Mon, 1-Jun-26 9:5:1 +0200';
    expect(await conditionsAfter({ headers: given('W/"x y"', date), body: one })).toEqual(['W/"x y"', date]);
  });

  test('of a body that can’t be read are not stored, and an error clears none', async () => {
    const answers = [
      { headers: given('"1"'), body: one },
      { headers: given('"2"'), body: '<html>Sorry</html>' },
      { status: 500, headers: given('"3"') },
      { status: 404 },
    ];
    expect(await conditionsAfter(...answers)).toEqual(['"1"', undefined]);
  });

  test('survive a restart, as does the next poll’s time (Liferea)', async () => {
    const origin = await scripted({ headers: given('"1"', 'then'), body: one });
    const sim = await simulate({ url: `sqlite:${temporaryFolder()}/herald.db` });
    const feed = await sim.add(origin.url);
    await sim.runUntil(sim.clock.now + 1);
    const { nextPollAt = 0 } = await sim.row(feed);
    await sim.restart();
    await sim.runUntil(nextPollAt - 1);
    expect(origin.requests).toHaveLength(1);
    await sim.runUntil(nextPollAt + 1);
    expect(origin.conditions()).toEqual([
      [undefined, undefined],
      ['"1"', 'then'],
    ]);
  });
});

describe('an article', () => {
  test('that appears below newer ones is news; one that left the window and returns is not', async () => {
    const windows = [
      [3, 1],
      [3, 2, 1],
      [4, 3],
      [4, 3, 1],
    ];
    const origin = await scripted(...windows.map((ids) => ({ body: rss(ids.map((id) => ({ id }))) })));
    const sim = await simulate();
    const feed = await sim.add(origin.url);
    const posted: string[][] = [];
    while (posted.length < windows.length) {
      await sim.poll(feed);
      posted.push(await sim.posted());
    }
    expect(posted).toEqual([[], ['Article 2'], ['Article 4'], []]);
  });

  test.each([
    ['title and text', { title: 'Better', html: '<p>Rewritten, too.</p>' }],
    ['text alone', { title: 'Article 2', html: '<p>Better, and rewritten, too.</p>' }],
  ])('that is edited in its %s is not posted again, but kept as it is now', async (_, { title, html }) => {
    const edited = rss([{ id: 2, title, html }, { id: 1 }]);
    const origin = await scripted({ body: two }, { body: edited });
    const sim = await simulate();
    const feed = await sim.add(origin.url);
    await sim.poll(feed);
    await sim.poll(feed);
    expect(await sim.posted()).toEqual([]);
    expect(await sim.store.search.newestOf(feed.id)).toMatchObject({
      title,
      excerpt: html.replace(/<.*?>/g, ''),
    });
    await sim.store.servers.addFeed('1', feed.id, undefined, 0);
    const scope = { kind: 'server', serverId: '1' } as const;
    const found = async (words: string) =>
      (await sim.store.search.find({ scope, words, offset: 0, limit: 9 }, sim.clock.now)).hits.length;
    expect([await found('better'), await found('rewritten'), await found('"text of article 2"')]).toEqual([1, 1, 0]);
  });
});

describe('a feed that moves', () => {
  test('is asked where it went after three polls, and stays itself', async () => {
    const place = await scripted({ headers: given('"1"'), body: one }, { status: 304 });
    const old = await scripted({ status: 301, headers: { location: place.url } });
    const sim = await simulate();
    const feed = await sim.add(old.url);
    for (let polls = 0; polls < 5; polls += 1) await sim.poll(feed);
    expect(old.requests).toHaveLength(3);
    expect(old.conditions().flat()).toEqual(Array.from({ length: 6 }, () => undefined));
    expect(place.conditions().map(([etag]) => etag)).toEqual([undefined, '"1"', '"1"', '"1"', '"1"']);
    expect(await sim.row(feed)).toMatchObject({ url: old.url, pollUrl: `${place.url}/`, failures: 0 });
  });

  test.each([302, 303, 307])('for now (%i) is asked where it was', async (status) => {
    const place = await scripted({ body: one });
    const old = await scripted({ status, headers: { location: place.url } });
    const sim = await simulate();
    const feed = await sim.add(old.url);
    for (let polls = 0; polls < 5; polls += 1) await sim.poll(feed);
    expect(old.requests).toHaveLength(5);
  });

  test('to something that is no feed has not moved', async () => {
    const place = await scripted({ body: '<html>Parked</html>' });
    const old = await scripted({ status: 301, headers: { location: place.url } });
    const sim = await simulate();
    const feed = await sim.add(old.url);
    for (let polls = 0; polls < 5; polls += 1) await sim.poll(feed);
    expect((await sim.row(feed)).pollUrl).toBe(old.url);
  });
});

describe('a feed that fails', () => {
  test('with 410 is asked no more', async () => {
    const origin = await scripted({ status: 410 });
    const sim = await simulate();
    await sim.add(origin.url);
    await sim.runUntil(sim.clock.now + 3 * 86_400_000);
    expect(origin.requests).toHaveLength(1);
  });

  test('with 404 is asked on: a member of dev.to who has written nothing yet has no feed', async () => {
    const origin = await scripted(...Array.from({ length: 5 }, () => ({ status: 404 })), { body: one }, { body: two });
    const sim = await simulate();
    const feed = await sim.add(origin.url);
    await sim.runUntil(sim.clock.now + 3 * 86_400_000);
    expect(await sim.row(feed)).toMatchObject({ failures: 0, title: 'Test feed' });
    expect(await sim.posted()).toEqual(['Article 2']);
  });

  test('for a week is given up then, not before; a retry asks it again', async () => {
    const origin = await scripted({ status: 500 });
    const sim = await simulate();
    const feed = await sim.add(origin.url);
    const start = sim.clock.now;
    await sim.runUntil(start + 6.9 * 86_400_000);
    expect((await sim.row(feed)).nextPollAt).toBeDefined();
    await sim.runUntil(start + 9 * 86_400_000);
    expect((await sim.row(feed)).nextPollAt).toBeUndefined();
    const asked = origin.requests.length;
    await sim.runUntil(start + 20 * 86_400_000);
    expect(origin.requests).toHaveLength(asked);
    await sim.store.feeds.retry(feed.id, sim.clock.now);
    await sim.runUntil(sim.clock.now + 1);
    expect(origin.requests).toHaveLength(asked + 1);
  });

  test('with 429 keeps all feeds of its host from being asked', async () => {
    const origin = await scripted({ status: 429, headers: { 'retry-after': '3600' } }, { body: one });
    const sim = await simulate();
    await sim.add(`${origin.url}/a`);
    await sim.add(`${origin.url}/b`);
    const start = sim.clock.now;
    await sim.runUntil(start + 3_599_000);
    expect(origin.requests).toHaveLength(1);
    await sim.runUntil(start + 4_000_000);
    expect(origin.requests.length).toBeGreaterThan(1);
  });
});
