import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD } from '../../src/sandbox/cast.ts';
import type { Channel } from '../../src/sandbox/channel.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { rss } from '../support/origin.ts';
import { posted, withFeed } from './feeds.ts';

const VIEW_CHANNEL = 1n << 10n;
const SEND_MESSAGES = 1n << 11n;
const EMBED_LINKS = 1n << 14n;
const SEND_MESSAGES_IN_THREADS = 1n << 38n;

test.each([
  ['nothing of an address', { url: 'not an address' }, 'This is not an address.'],
  [
    'another scheme',
    { url: 'ftp://example.com' },
    'I read http and https addresses only, not ftp. Give me one that begins with https://.',
  ],
  ['a dead site', { url: 'http://127.0.0.1:9/feed' }, 'refuses connections'],
  ['a name that does not exist', { url: 'https://herald.invalid/feed' }, /herald\.invalid/],
])('%s is refused with a sentence', async (_, options, sentence) => {
  const { hand, store } = await heraldInside();
  const { content, components } = await hand.run('feed add', options);
  expect(content).toMatch(sentence);
  expect(components ?? []).toEqual([]);
  expect(await store.servers.countFeeds(GUILD)).toBe(0);
});

test('a private address is refused', async () => {
  const { url, hand } = await withFeed([{ id: 1 }], { ALLOW_PRIVATE_NETWORKS: 'false' });
  expect((await hand.run('feed add', { url })).content).toContain('is an address of a private network');
});

test('a page of 200 MB is refused before it is read whole', async () => {
  const { origin, hand } = await heraldInside();
  let sent = 0;
  origin.serve('/', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const chunk = Buffer.alloc(1_048_576, 'a');
    const more = () => {
      while (sent < 200 && !response.destroyed && response.write(chunk)) sent += 1;
      if (sent < 200 && !response.destroyed) response.once('drain', more);
    };
    more();
  });
  expect((await hand.run('feed add', { url: origin.url })).content).toMatch(
    /larger than 10 MiB, .* Check the address\.$/,
  );
  expect(sent).toBeLessThan(100);
});

test('a document made to cost seconds is given up, and holds no other member up', async () => {
  const { origin, hand } = await heraldInside();
  const names = Array.from({ length: 60 }, (_, n) => `xmlns:n${n}="u"`).join(' ');
  origin.serve(
    '/slow',
    `<rss ${names}><channel>${'<b xmlns:q="u" xmlns:r="u" xmlns:s="u" a="1"/>'.repeat(195_000)}</channel></rss>`,
  );
  const answered: string[] = [];
  const adding = hand.run('feed add', { url: `${origin.url}/slow` }).finally(() => answered.push('add'));
  await vi.waitUntil(() => origin.requests.length > 0, { timeout: 5000, interval: 1 });
  await hand.run('feed list').finally(() => answered.push('list'));
  expect(answered).toEqual(['list']);
  expect((await adding).content).toMatch(/^Reading this feed takes too/);
});

test('a page without a feed is told how to find one', async () => {
  const { origin, hand } = await heraldInside();
  origin.serve('/', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html><p>Hi</p>'));
  expect((await hand.run('feed add', { url: origin.url })).content).toMatch(/^I found no feed on this page\. Look/);
});

test.each([
  [VIEW_CHANNEL, '**View Channel**'],
  [SEND_MESSAGES | EMBED_LINKS, '**Send Messages**, **Embed Links**'],
])('a channel where Herald lacks %s is refused at once, and what is missing is named', async (denied, names) => {
  const { inside, url, hand, sandbox, origin } = await withFeed([{ id: 1 }]);
  sandbox.state.denied.set(CHANNELS.announcement, denied);
  const refusal = await hand.run('feed add', { url, channel: CHANNELS.announcement });
  expect(refusal.content).toContain(`I can't post in <#${CHANNELS.announcement}> yet: I lack ${names} there.`);
  expect(origin.requests).toEqual([]);
  sandbox.state.denied.clear();
  expect((await hand.run('feed add', { url, channel: CHANNELS.announcement })).embeds).toHaveLength(1);
  expect(await posted(inside)).toEqual([]);
});

test('the channel of the command itself is looked at too, a thread by its own right', async () => {
  const { url, hand, sandbox } = await withFeed([{ id: 1 }]);
  const thread = { ...sandbox.state.channel(CHANNELS.text), id: '1300000000000000077', type: 11, parent_id: null };
  sandbox.state.addChannel(thread as Channel);
  sandbox.state.denied.set(CHANNELS.text, SEND_MESSAGES).set(thread.id, SEND_MESSAGES);
  expect((await hand.run('feed add', { url })).content).toContain('I lack **Send Messages** there');
  const inThread = { channelId: thread.id };
  expect((await hand.run('feed add', { url }, inThread)).embeds).toHaveLength(1);
  sandbox.state.denied.set(thread.id, SEND_MESSAGES_IN_THREADS);
  expect((await hand.run('feed add', { url }, inThread)).content).toContain(
    'I lack **Send Messages in Threads** there',
  );
});

test('the role that is everyone is never pinged', async () => {
  const { url, hand } = await withFeed([{ id: 1 }]);
  expect((await hand.run('feed add', { url, ping: GUILD })).content).toContain('I never ping everyone.');
});

test('a feed that is posted there already is refused, in another channel it is not', async () => {
  const { url, hand } = await withFeed([{ id: 1 }]);
  const early = await hand.run('feed add', { url });
  await hand.press(await hand.run('feed add', { url }), 'Add');
  const already = /is posted in <#\d+> already\. Change what is posted with `\/feed edit`/;
  expect((await hand.run('feed add', { url })).content).toMatch(already);
  expect((await hand.press(early, 'Add')).content).toMatch(already);
  expect((await hand.run('feed add', { url, channel: CHANNELS.announcement })).embeds).toHaveLength(1);
});

test('a server has no more feeds than the host allows', async () => {
  const { url, hand, origin } = await withFeed([{ id: 1 }], { FEEDS_PER_SERVER: '1' });
  await hand.press(await hand.run('feed add', { url }), 'Add');
  origin.serve('/other', rss([{ id: 2 }]));
  expect((await hand.run('feed add', { url: `${origin.url}/other` })).content).toContain(
    'This server has 1 feed, and that is the limit here.',
  );
});

test('a server has no more subscriptions than the host allows', async () => {
  const { url, hand } = await withFeed([{ id: 1 }], { SUBSCRIPTIONS_PER_SERVER: '1' });
  await hand.press(await hand.run('feed add', { url }), 'Add');
  expect((await hand.run('feed add', { url, channel: CHANNELS.announcement })).content).toContain(
    'The channels of this server have 1 subscription, and that is the limit here.',
  );
});

test.each([
  [401, /does not let me .* Ask its owner/],
  [404, /Check it, or look on the site/],
  [410, /gone for good\. Look on its site/],
  [429, /Try again later\.$/],
  [500, /Try again later, or tell its owner\.$/],
  [503, /Try again later\.$/],
])('a site that answers %i is refused with what to do next', async (status, sentence) => {
  const { hand, origin } = await heraldInside({ ROLES: 'gateway' });
  origin.serve('/feed', (_, response) => response.writeHead(status).end());
  expect((await hand.run('feed add', { url: `${origin.url}/feed` })).content).toMatch(sentence);
});

test('a feed that died since its preview is not added', async () => {
  const { url, hand, origin, store } = await withFeed([{ id: 1 }]);
  const preview = await hand.run('feed add', { url });
  origin.serve('/feed', (_, response) => response.writeHead(500).end());
  expect((await hand.press(preview, 'Add')).content).toContain('answered 500');
  expect(await store.servers.countFeeds(GUILD)).toBe(0);
  origin.serve('/feed', rss([{ id: 1 }]));
  expect((await hand.press(preview, 'Add')).content).toMatch(/^Added/);
});
