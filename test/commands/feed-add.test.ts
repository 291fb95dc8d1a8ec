import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import type { Channel } from '../../src/sandbox/channel.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside, type Inside } from '../support/herald-inside.ts';
import { rss, type Announcement } from '../support/origin.ts';
import { labelsOf, READERS } from './feeds.ts';

const VIEW_CHANNEL = 1n << 10n;
const SEND_MESSAGES = 1n << 11n;
const EMBED_LINKS = 1n << 14n;
const SEND_MESSAGES_IN_THREADS = 1n << 38n;

/** The titles of what stands in a channel for everyone. */
async function posted({ sandbox }: Inside, channel: string = CHANNELS.text): Promise<(string | undefined)[]> {
  const answer = await fetch(`${sandbox.url}/sandbox/channels/${channel}/messages`);
  const messages = (await answer.json()) as readonly (Shown & { readonly flags: number })[];
  return messages.filter(({ flags }) => (flags & 64) === 0).map(({ embeds }) => embeds[0]?.title);
}

/** A Herald and a feed at `/feed`. */
async function withFeed(articles: readonly Announcement[], settings: Readonly<Record<string, string>> = {}) {
  const inside = await heraldInside(settings);
  const url = `${inside.origin.url}/feed`;
  inside.origin.serve('/feed', rss(articles));
  return { ...inside, inside, url };
}

test('a feed is shown as it would be posted, added, and its new articles are posted, but nothing old', async () => {
  const { inside, url, hand, origin, sandbox, store } = await withFeed([{ id: 2, tags: ['rust'] }, { id: 1 }]);
  const preview = await hand.run('feed add', { url });
  expect(preview).toMatchObject({ flags: 64, embeds: [{ title: 'Article 2', description: 'The text of article 2.' }] });
  expect(preview.content).toBe(
    `**[Test feed](https://feed.example/)** would be posted in <#${CHANNELS.text}>. Its newest article would look like this:`,
  );
  expect(labelsOf(preview)).toEqual(['Add', 'Add and post the latest', 'Cancel']);
  expect(await store.servers.feeds(GUILD)).toEqual([]);
  const added = await hand.press(preview, 'Add');
  expect(added).toMatchObject({ id: preview.id, embeds: [], components: [] });
  expect(added.content).toBe(
    `Added **[Test feed](https://feed.example/)**: its new articles are posted in <#${CHANNELS.text}>.`,
  );
  origin.serve('/feed', rss([{ id: 3 }, { id: 2 }, { id: 1 }]));
  await vi.waitUntil(async () => (await posted(inside)).length > 0, { timeout: 8000, interval: 50 });
  expect(await posted(inside)).toEqual(['Article 3']);
  expect(sandbox.answers.get(400) ?? 0).toBe(0);
});

test('the latest article that fits is posted when asked for, pinging the role', async () => {
  const { inside, url, hand, sandbox } = await withFeed([
    { id: 3, tags: ['java'] },
    { id: 2, tags: ['Node.js', 'video'] },
    { id: 1, tags: ['nodejs'] },
  ]);
  const preview = await hand.run('feed add', { url, tag: '#node-js, deno', except: 'video', ping: READERS });
  expect(preview.embeds[0]?.title).toBe('Article 1');
  expect(preview.content).toContain(
    `<#${CHANNELS.text}>, only articles tagged #nodejs or #deno, none tagged #video, pinging <@&${READERS}>.`,
  );
  expect((await hand.press(preview, 'Add and post the latest')).content).toContain('Its latest article is on its way.');
  await vi.waitUntil(async () => (await posted(inside)).length > 0, { timeout: 5000, interval: 20 });
  expect(await posted(inside)).toEqual(['Article 1']);
  expect([...sandbox.state.messages(CHANNELS.text)].at(-1)?.content).toBe(`<@&${READERS}>`);
});

test("a server's alias is a part of what is asked for", async () => {
  const { url, hand, store } = await withFeed([{ id: 2 }, { id: 1, tags: ['JavaScript'] }]);
  await store.servers.setAlias(GUILD, { tag: 'js', means: 'javascript' }, 0);
  expect((await hand.run('feed add', { url, tag: 'js' })).embeds[0]?.title).toBe('Article 1');
});

test('a preview looks as the server has set it', async () => {
  const { url, hand, store } = await withFeed([{ id: 1, title: 'One' }]);
  await store.servers.change(GUILD, { look: 'link' }, 0);
  const preview = await hand.run('feed add', { url });
  expect(preview.embeds).toEqual([]);
  expect(preview.content).toMatch(/look like this:\n\[One\]\(https:\/\/feed\.example\/ada\/article-1\)$/);
});

test('a tag that no article has is said, and there is no latest to post', async () => {
  const { url, hand } = await withFeed([{ id: 1, tags: ['java'] }]);
  const preview = await hand.run('feed add', { url, tag: 'javascript' });
  expect(preview.content).toContain('None of its articles now has these tags.');
  await expect(hand.press(preview, 'Add and post the latest')).rejects.toThrow('disabled');
  expect((await hand.press(preview, 'Add')).content).toContain('only articles tagged #javascript.');
});

test('a feed without articles can be added', async () => {
  const { url, hand } = await withFeed([]);
  const preview = await hand.run('feed add', { url });
  expect(preview).toMatchObject({ content: expect.stringContaining('It has no articles yet') as string, embeds: [] });
  expect((await hand.press(preview, 'Add')).content).toMatch(/^Added/);
});

test('what is cancelled is not added', async () => {
  const { url, hand, store } = await withFeed([{ id: 1 }]);
  const shown = await hand.press(await hand.run('feed add', { url }), 'Cancel');
  expect(shown).toMatchObject({ content: 'Nothing was added.', embeds: [], components: [] });
  expect(await store.servers.countFeeds(GUILD)).toBe(0);
});

test('of the several feeds of a site one is chosen, also when their addresses are long', async () => {
  const { origin, hand, store } = await heraldInside();
  const long = `/${'long/'.repeat(40)}talks.xml`;
  const link = (href: string, title: string) =>
    `<link rel="alternate" type="application/rss+xml" title="${title}" href="${href}">`;
  const page = `<!doctype html><head>${link('/all.xml', 'All')}${link(long, 'Talks')}</head>`;
  origin.serve('/', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page));
  origin.serve('/all.xml', rss([{ id: 1 }]));
  origin.serve(long, rss([{ id: 2, title: 'A talk' }]));
  const choices = await hand.run('feed add', { url: origin.url, tag: 'test', channel: CHANNELS.announcement });
  expect(choices.content).toBe('I found 2 feeds there. Which one do you want?');
  expect(choices.components?.[0]?.components[0]?.options?.map(({ label }) => label)).toEqual(['All', 'Talks']);
  const preview = await hand.choose(choices, ['1']);
  expect(preview).toMatchObject({ id: choices.id, embeds: [{ title: 'A talk' }] });
  await hand.press(preview, 'Add');
  const [subscription] = await store.subscriptions.ofServer(GUILD);
  expect(subscription).toMatchObject({ tags: ['test'], destination: { address: CHANNELS.announcement } });
  expect((await store.servers.feeds(GUILD)).map(({ url }) => url)).toEqual([origin.url + long]);
});

test('the buttons of a preview work after a restart', async () => {
  const { url, hand, restart } = await withFeed([{ id: 1 }]);
  const preview = await hand.run('feed add', { url, tag: 'a'.repeat(150) });
  await restart();
  expect((await hand.press(preview, 'Add')).content).toMatch(/^Added/);
});

test('a feed that slept brings nothing that came meanwhile', async () => {
  const { inside, url, hand, origin, store } = await withFeed([{ id: 1 }]);
  await hand.press(await hand.run('feed add', { url }), 'Add');
  const [feed] = await store.servers.feeds(GUILD);
  await hand.press(await hand.run('feed remove', { feed: String(feed?.feedId) }), 'Remove');
  origin.serve('/feed', rss([{ id: 2 }, { id: 1 }]));
  await hand.press(await hand.run('feed add', { url }), 'Add');
  origin.serve('/feed', rss([{ id: 3 }, { id: 2 }, { id: 1 }]));
  await vi.waitUntil(async () => (await posted(inside)).length > 0, { timeout: 8000, interval: 50 });
  expect(await posted(inside)).toEqual(['Article 3']);
});

test('tags are completed, the last one of a list', async () => {
  const { url, hand } = await withFeed([{ id: 1, tags: ['rust', 'wasm'] }]);
  await hand.press(await hand.run('feed add', { url }), 'Add');
  const choices = await hand.complete('feed add', { url, tag: 'rust, wa' }, 'tag');
  expect(choices).toEqual([{ name: 'rust, wasm', value: 'rust, wasm' }]);
});

test('another member neither sees the command nor may press its buttons', async () => {
  const { url, hand } = await withFeed([{ id: 1 }]);
  await expect(hand.run('feed add', { url }, { userId: MEMBER.id })).rejects.toThrow('may not use');
  await expect(hand.press(await hand.run('feed add', { url }), 'Add', { userId: MEMBER.id })).rejects.toThrow();
});

test.each([
  ['nothing of an address', { url: 'not an address' }, 'This is not an address.'],
  ['another scheme', { url: 'ftp://example.com' }, 'http and https addresses only'],
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
  expect((await hand.run('feed add', { url: origin.url })).content).toMatch(/too large|larger|MiB|MB/);
  expect(sent).toBeLessThan(100);
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
    'This server has 1 subscription, and that is the limit here.',
  );
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
