import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';
import { rss } from '../support/origin.ts';
import { poll } from '../store/world.ts';
import { inside, isClean, labelsOf, lead, READERS, stocked } from './feeds.ts';

const ELSEWHERE = '1300000000000000999';
const field = ({ embeds }: Shown, name: string) => embeds[0]?.fields?.find((one) => one.name === name)?.value;

test.each(['list', 'info', 'edit', 'pause', 'resume', 'test', 'remove'])(
  '/feed %s of a server without feeds says how to add one',
  async (name) => {
    const { hand } = await inside();
    const { content } = await hand.run(`feed ${name}`, name === 'list' ? {} : { feed: 'any' });
    expect(content).toBe('There are no feeds here yet. Add the first one with `/feed add`.');
  },
);

test.each(['info', 'edit', 'pause', 'resume', 'test', 'remove'])(
  '/feed %s of a feed that is not here says how to choose one',
  async (name) => {
    const { hand, store } = await stocked();
    const foreign = await stock(store, ELSEWHERE, [], { url: 'https://secret.example/f', title: 'Secret' });
    for (const feed of ['any', 'Secret', 'https://secret.example/f', String(foreign)]) {
      expect((await hand.run(`feed ${name}`, { feed })).content).toMatch(/^There is no such feed here\. Type a part/);
    }
  },
);

test('a feed is completed by any part of its title or address, and never those of another server', async () => {
  const { hand, store, feedId } = await stocked('Rust & *more*');
  await stock(store, GUILD, [], { url: 'https://u:p@blog.example/x?key=secret', title: '' });
  await stock(store, ELSEWHERE, [], { url: 'https://rust.example/feed', title: 'Rust elsewhere' });
  expect(await hand.complete('feed info', {}, 'feed')).toHaveLength(2);
  expect(await hand.complete('feed info', { feed: 'MORE' }, 'feed')).toEqual([
    { name: 'Rust & *more*', value: String(feedId) },
  ]);
  expect(await hand.complete('feed info', { feed: 'rust' }, 'feed')).toHaveLength(1);
  expect(await hand.complete('feed info', { feed: 'blog.ex' }, 'feed')).toMatchObject([{ name: 'blog.example/x' }]);
  expect(await hand.complete('feed info', { feed: 'secret' }, 'feed')).toEqual([]);
});

test.each(['rust & *MORE*', 'https://news.example/feed'])('a feed may also be typed: %s', async (feed) => {
  const { hand } = await stocked('Rust & *more*');
  expect((await hand.run('feed info', { feed })).embeds[0]?.title).toBe('Rust & \\*more\\*');
});

test('a feed whose title holds an address keeps its name', async () => {
  const { hand, feed } = await stocked('News of https://news.example');
  expect((await hand.run('feed pause', { feed })).content).toMatch(/^Paused \*\*\[News of news.example\]\(<https:/);
});

test('the list shows where each feed goes, its tags, and whether it works', async () => {
  const { hand, store, feedId } = await stocked();
  await lead(store, feedId, CHANNELS.text, { tags: ['rust', 'wasm', 'go', 'zig'] });
  await lead(store, feedId, CHANNELS.announcement);
  const broken = await stock(store, GUILD, [], { url: 'https://broken.example/f', title: 'Broken' });
  await store.feeds.failed(broken, { reason: 'It answered 500.', nextPollAt: Date.now() + 60_000 }, Date.now());
  const paused = await stock(store, GUILD, [], { url: 'https://paused.example/f', title: 'Paused' });
  await store.servers.pauseFeed(GUILD, paused, Date.now());
  const [embed] = (await hand.run('feed list')).embeds;
  expect(embed?.title).toBe('Feeds (3)');
  expect(embed?.description?.split('\n')).toEqual([
    `🟢 **[The News](<https://news.example/>)** → <#${CHANNELS.text}> (#rust #wasm #go …), <#${CHANNELS.announcement}>`,
    '🔴 **[Broken](<https://news.example/>)** → posted nowhere',
    '⏸️ **[Paused](<https://news.example/>)** → posted nowhere',
  ]);
});

test('three hundred feeds with long names are listed in pages that turn after a restart', async () => {
  const herald = await inside();
  const { hand, store, restart } = herald;
  for (let n = 0; n < 300; n += 1) {
    const title = `${n} ${'[*_`~|'.repeat(700)}`;
    const feedId = await stock(store, GUILD, [], { url: `https://${n}.example/${'a'.repeat(1800)}`, title });
    for (const address of [CHANNELS.text, CHANNELS.announcement]) {
      if (n < 10) await lead(store, feedId, address, { tags: ['👩‍👩‍👧‍👦'.repeat(20), 'مرحبا', '*'.repeat(90)] });
    }
  }
  const first = await hand.run('feed list');
  expect(first.embeds[0]).toMatchObject({
    title: 'Feeds (300)',
    footer: { text: expect.stringContaining('1 of 30') as string },
  });
  expect(labelsOf(first)).toEqual(['Previous', 'Next']);
  await restart();
  const second = await hand.press(first, 'Next');
  expect(second.id).toBe(first.id);
  expect(second.embeds[0]?.footer?.text).toContain('Page 2 of 30');
  expect(second.embeds[0]?.description).toContain('**[10 ');
  expect(await hand.complete('feed info', {}, 'feed')).toHaveLength(25);
  expect(isClean(herald)).toBe(true);
});

test('/feed info says how a feed is doing and where it goes', async () => {
  const { hand, herald, store, feedId, feed } = await stocked();
  await lead(store, feedId, CHANNELS.text, { tags: ['rust'], pingRole: READERS, memberId: MEMBER.id });
  const direct = await store.destinations.ensure({ kind: 'direct', address: CHANNELS.direct });
  await lead(store, feedId, CHANNELS.text, { destinationId: direct.id, tags: [] });
  const shown = await hand.run('feed info', { feed });
  expect(field(shown, 'State')).toBe('🟢 Works');
  expect(field(shown, 'Looked at')).toMatch(/^Last <t:\d+:R>, next <t:\d+:R>$/);
  expect(field(shown, 'Articles')).toBe('About 2 a week');
  expect(field(shown, 'Goes to')).toBe(
    `<#${CHANNELS.text}>, only articles tagged #rust, pinging <@&${READERS}>\n1 member, by direct message`,
  );
  expect(field(shown, 'Address')).toBe('`https://news.example/feed`');
  expect(field(shown, 'Added')).toMatch(/^<t:\d+:R> by the host of this bot$/);
  expect(labelsOf(shown)).toEqual(['Pause', 'Show the newest article', 'Remove']);
  expect(isClean(herald)).toBe(true);
});

test('subscriptions to all feeds are told of, where a feed has none of its own', async () => {
  const { hand, store, feed } = await stocked();
  const { id } = await store.destinations.ensure({ kind: 'channel', address: CHANNELS.text, serverId: GUILD });
  await store.subscriptions.add({ serverId: GUILD, destinationId: id, tags: ['rust'], except: [] }, Date.now());
  expect((await hand.run('feed list')).embeds[0]?.description).toMatch(/→ only what subscriptions to tags ask for$/);
  expect(field(await hand.run('feed info', { feed }), 'Goes to')).toBe('what 1 subscription to all feeds asks for');
});

test('/feed info tells the last error and the posts that wait', async () => {
  const { hand, store, feedId, feed } = await stocked();
  const { destinationId } = await lead(store, feedId);
  const [hit] = (await store.search.latest({ scope: { kind: 'server', serverId: GUILD }, offset: 0, limit: 1 })).hits;
  await store.deliveries.owe(hit?.article.id ?? 0, destinationId, [], Date.now());
  await store.feeds.failed(feedId, { reason: 'It *answered* 500.', nextPollAt: Date.now() }, Date.now());
  const shown = await hand.run('feed info', { feed });
  expect(field(shown, 'State')).toMatch(/^🔴 Fails since <t:\d+:R>: It \\\*answered\\\* 500\.$/);
  expect(field(shown, 'Articles')).toBe('About 2 a week · 1 waiting to be posted');
});

test('/feed info tells what was found behind the window, and that articles may have been missed', async () => {
  const { hand, store, feedId, feed } = await stocked();
  expect(field(await hand.run('feed info', { feed }), 'Articles')).toBe('About 2 a week');
  const missedSince = 1_782_251_526_000;
  await store.articles.record(feedId, poll([], { title: 'The News', foundBehind: 7, missedSince }), Date.now());
  expect(field(await hand.run('feed info', { feed }), 'Articles')).toBe(
    'About 2 a week\n7 in all had left the feed before I looked; I found them on its older pages\n' +
      '⚠️ Some may have been missed <t:1782251526:R>: more came between two looks than the feed shows',
  );
});

test('/feed info tells why nothing is posted in a channel any more', async () => {
  const { hand, store, feedId, feed } = await stocked();
  const { destinationId } = await lead(store, feedId);
  const scope = { kind: 'server', serverId: GUILD } as const;
  const [hit] = (await store.search.latest({ scope, offset: 0, limit: 1 })).hits;
  await store.deliveries.owe(hit?.article.id ?? 0, destinationId, [], Date.now());
  const [delivery] = await store.deliveries.claimDue({ now: Date.now(), leaseMs: 1000, limit: 1 });
  if (delivery === undefined) throw new Error('nothing was owed');
  await store.deliveries.finish(delivery, { kind: 'closed', reason: 'The channel was deleted.' }, Date.now());
  expect(field(await hand.run('feed info', { feed }), 'Goes to')).toContain('(stopped: The channel was deleted.)');
});

test('a paused feed is resumed by a button, and each says so when it is so already', async () => {
  const { hand, origin, store } = await inside();
  origin.serve('/feed', rss([{ id: 1 }]));
  const feed = String(await stock(store, GUILD, [], { url: `${origin.url}/feed` }));
  const name = '**[The News](<https://news.example/>)**';
  const paused = await hand.run('feed pause', { feed });
  expect(paused.content).toBe(`Paused ${name}: nothing of it is posted until you resume it.`);
  expect(field(paused, 'State')).toMatch(/^⏸️ Paused <t:/);
  expect((await hand.run('feed pause', { feed })).content).toBe(`${name} is paused already.`);
  const resumed = await hand.press(paused, 'Resume');
  expect(resumed.content).toMatch(/^Resumed/);
  expect(field(resumed, 'State')).toBe('🟢 Works');
  expect((await hand.run('feed resume', { feed })).content).toMatch(/ is not paused\.$/);
  expect((await hand.press(resumed, 'Pause')).content).toMatch(/^Paused/);
});

test('what came while a feed was paused is not posted when it is resumed', async () => {
  const { hand, origin, store, sandbox } = await heraldInside();
  origin.serve('/feed', rss([{ id: 1 }]));
  await hand.press(await hand.run('feed add', { url: `${origin.url}/feed` }), 'Add');
  await hand.run('feed pause', { feed: 'Test feed' });
  origin.serve('/feed', rss([{ id: 2 }, { id: 1 }]));
  expect((await hand.run('feed resume', { feed: 'Test feed' })).content).toMatch(/^Resumed/);
  origin.serve('/feed', rss([{ id: 3 }, { id: 2 }, { id: 1 }]));
  const posts = () => [...sandbox.state.messages(CHANNELS.text)].filter(({ flags }) => (flags & 64) === 0);
  await vi.waitUntil(() => posts().length > 0, { timeout: 8000, interval: 50 });
  expect(posts().map(({ embeds }) => (embeds[0] as { title?: string }).title)).toEqual(['Article 3']);
  expect(await store.servers.countFeeds(GUILD)).toBe(1);
});

test('a feed is removed with its subscriptions once that is confirmed', async () => {
  const { hand, store, feedId, feed } = await stocked();
  await lead(store, feedId);
  await lead(store, feedId, CHANNELS.announcement);
  const asked = await hand.run('feed remove', { feed });
  expect(asked.content).toContain('This ends 2 subscriptions.');
  expect((await hand.press(asked, 'Keep it')).content).toMatch(/ stays\.$/);
  expect(await store.servers.countFeeds(GUILD)).toBe(1);
  const removed = await hand.press(await hand.run('feed remove', { feed }), 'Remove');
  expect(removed).toMatchObject({ content: 'Removed **[The News](<https://news.example/>)**.', components: [] });
  expect(await store.servers.countFeeds(GUILD)).toBe(0);
  expect(await store.subscriptions.countOfServer(GUILD)).toBe(0);
});

test('the button that removes asks first, and one for a feed that is gone says so', async () => {
  const { hand, feed } = await stocked();
  const shown = await hand.run('feed info', { feed });
  const asked = await hand.press(shown, 'Remove');
  expect(asked.content).toContain('Nobody is subscribed to it.');
  await hand.press(asked, 'Remove');
  expect((await hand.press(shown, 'Pause')).content).toMatch(/^There are no feeds here yet|^There is no such feed/);
});

test("the host's own feed can be paused, but neither removed nor edited", async () => {
  const { hand, store, feedId, feed } = await stocked();
  const { id } = await store.destinations.ensure({ kind: 'channel', address: CHANNELS.text, serverId: GUILD });
  await store.subscriptions.setFixed({ feedId, destinationId: id, serverId: GUILD }, Date.now());
  expect((await hand.run('feed remove', { feed })).content).toContain('only they can remove it');
  expect((await hand.run('feed edit', { feed, tag: 'rust' })).content).toContain('only they can change it');
  expect((await hand.run('feed pause', { feed })).content).toMatch(/^Paused/);
});

test('every reply about a feed of extremes is one that Discord takes', async () => {
  const herald = await inside();
  const { hand, store } = herald;
  const title = `مرحبا ${'😀*'.repeat(2000)}`;
  const feedId = await stock(store, GUILD, [{ title, tags: ['👩‍👩‍👧‍👦', 'العربية'] }], {
    ...{ url: `http://127.0.0.1:9/${'`'.repeat(1900)}`, title },
  });
  for (const address of Array.from({ length: 20 }, (_, n) => `13000000000000001${String(n).padStart(2, '0')}`)) {
    await lead(store, feedId, address, { tags: Array.from({ length: 60 }, (_, n) => `${n}${'*'.repeat(90)}`) });
  }
  const feed = String(feedId);
  for (const name of ['info', 'pause', 'resume', 'test', 'remove', 'edit']) await hand.run(`feed ${name}`, { feed });
  await hand.run('feed list');
  expect(await hand.complete('feed info', { feed: 'مرحبا' }, 'feed')).toHaveLength(1);
  expect(isClean(herald)).toBe(true);
});
