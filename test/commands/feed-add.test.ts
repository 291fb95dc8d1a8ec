import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { rss } from '../support/origin.ts';
import { labelsOf, posted, READERS, withFeed } from './feeds.ts';

test('a feed is shown as it would be posted, added, and its new articles are posted, but nothing old', async () => {
  const { inside, url, hand, origin, sandbox, store } = await withFeed([{ id: 2, tags: ['rust'] }, { id: 1 }]);
  const preview = await hand.run('feed add', { url });
  expect(preview).toMatchObject({ flags: 64, embeds: [{ title: 'Article 2', description: 'The text of article 2.' }] });
  expect(preview.content).toBe(
    `**[Test feed](<https://feed.example/>)** would be posted in <#${CHANNELS.text}>. Its newest article would look like this:`,
  );
  expect(labelsOf(preview)).toEqual(['Add', 'Add and post the latest', 'Cancel']);
  expect(await store.servers.feeds(GUILD)).toEqual([]);
  const added = await hand.press(preview, 'Add');
  expect(added).toMatchObject({ id: preview.id, embeds: [], components: [] });
  expect(added.content).toBe(
    `Added **[Test feed](<https://feed.example/>)**: its new articles are posted in <#${CHANNELS.text}>.`,
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

test('a link that leaves no room for the sentence gives way to it', async () => {
  const link = `https://feed.example/${'a'.repeat(1900)}`;
  const { url, hand, store, inside } = await withFeed([{ id: 1, link }]);
  await store.servers.change(GUILD, { look: 'link' }, 0);
  expect((await hand.run('feed add', { url })).content).toMatch(/look like this:$/);
  expect(inside.sandbox.answers.get(400) ?? 0).toBe(0);
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

test('a picture that Discord refuses is left out of the preview, and of nothing else', async () => {
  const { url, hand, inside } = await withFeed([{ id: 1, image: 'https://my_pictures.example/a.png' }]);
  const preview = await hand.run('feed add', { url });
  expect(preview).toMatchObject({ flags: 64, embeds: [{ title: 'Article 1' }] });
  expect(preview.embeds[0]).not.toHaveProperty('image');
  expect(labelsOf(preview)).toHaveLength(3);
  expect(inside.sandbox.answers.get(400)).toBe(1);
});
