import { expect, test } from 'vitest';
import { CHANNELS, GUILD } from '../../src/sandbox/cast.ts';
import { stock } from '../support/library.ts';
import { inside, labelsOf, lead, READERS, stocked } from './feeds.ts';

test('the newest article is shown to the asker alone', async () => {
  const { hand, feed } = await stocked();
  const shown = await hand.run('feed test', { feed });
  expect(shown).toMatchObject({ flags: 64, embeds: [{ title: 'One', description: expect.any(String) as string }] });
  const beside = await hand.press(await hand.run('feed info', { feed }), 'Show the newest article');
  expect(beside).toMatchObject({ flags: 64, embeds: [{ title: 'One' }] });
});

test('the newest article is posted in a channel as often as one asks', async () => {
  const { hand, feed, sandbox } = await stocked();
  const before = [...sandbox.state.messages(CHANNELS.announcement)].length;
  const name = '**[The News](<https://news.example/>)**';
  for (const content of Array<string>(2).fill(`Posted the newest article of ${name} in <#${CHANNELS.announcement}>.`)) {
    expect(await hand.run('feed test', { feed, channel: CHANNELS.announcement })).toMatchObject({ content });
  }
  expect([...sandbox.state.messages(CHANNELS.announcement)].length).toBe(before + 2);
});

test('a test in a channel where Herald may not post names what is missing', async () => {
  const { hand, feed, sandbox } = await stocked();
  sandbox.state.denied.set(CHANNELS.announcement, 1n << 11n);
  expect((await hand.run('feed test', { feed, channel: CHANNELS.announcement })).content).toContain(
    '**Send Messages**',
  );
});

test('a test that Discord refuses says why', async () => {
  const { hand, feed, sandbox } = await stocked();
  await fetch(`${sandbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ match: `POST /channels/${CHANNELS.announcement}/messages`, status: 500, times: 5 }),
  });
  const { content } = await hand.run('feed test', { feed, channel: CHANNELS.announcement });
  expect(content).toMatch(/^I could not post in <#\d+>: \S/);
});

test('a test of a feed without articles says so', async () => {
  const { hand, store } = await inside();
  await stock(store, GUILD, [], { title: 'Empty' });
  expect((await hand.run('feed test', { feed: 'empty' })).content).toContain('has no articles yet');
});

test('an edit changes what is given, and leaves the rest', async () => {
  const { hand, store, feedId, feed } = await stocked();
  const { id } = await lead(store, feedId, CHANNELS.text, { tags: ['rust'], except: ['video'] });
  const edited = await hand.run('feed edit', { feed, tag: '#Go, Zig', ping: READERS, channel: CHANNELS.announcement });
  expect(edited.content).toBe(
    `Changed: **[The News](<https://news.example/>)** is now posted in <#${CHANNELS.announcement}>, only articles tagged ` +
      `#go or #zig, none tagged #video, pinging <@&${READERS}>.`,
  );
  await hand.run('feed edit', { feed, except: '-' });
  expect(await store.subscriptions.get(id)).toMatchObject({
    tags: ['go', 'zig'],
    except: [],
    pingRole: READERS,
    destination: { address: CHANNELS.announcement },
  });
});

test('buttons take away a ping and the tags', async () => {
  const { hand, store, feedId, feed } = await stocked();
  const { id } = await lead(store, feedId, CHANNELS.text, { tags: ['rust'], pingRole: READERS });
  const shown = await hand.run('feed edit', { feed });
  expect(shown.content).toContain('To change it, fill in');
  expect(labelsOf(shown)).toEqual(['Post all articles', 'Stop pinging']);
  const quiet = await hand.press(shown, 'Stop pinging');
  expect(labelsOf(quiet)).toEqual(['Post all articles']);
  expect(labelsOf(await hand.press(quiet, 'Post all articles'))).toEqual([]);
  expect(await store.subscriptions.get(id)).toMatchObject({ tags: [], pingRole: undefined });
});

test('of several places one is chosen, and the edit is carried there', async () => {
  const { hand, store, feedId, feed } = await stocked();
  const first = await lead(store, feedId, CHANNELS.text, { tags: ['rust'] });
  const second = await lead(store, feedId, CHANNELS.announcement);
  const choices = await hand.run('feed edit', { feed, tag: 'go' });
  expect(choices.embeds[0]?.description).toBe(`1. <#${CHANNELS.text}> (#rust)\n2. <#${CHANNELS.announcement}>`);
  expect(choices.components?.[0]?.components[0]?.options?.map(({ label }) => label)).toEqual(['1 #rust', '2']);
  expect((await hand.choose(choices, [String(second.id)])).content).toContain('only articles tagged #go');
  expect(await store.subscriptions.get(second.id)).toMatchObject({ tags: ['go'] });
  expect(await store.subscriptions.get(first.id)).toMatchObject({ tags: ['rust'] });
});

test('an edit of what has ended, or is posted nowhere, says what to do', async () => {
  const { hand, store, feedId, feed } = await stocked();
  expect((await hand.run('feed edit', { feed })).content).toMatch(/is posted nowhere\. Run `\/feed add`/);
  const first = await lead(store, feedId);
  await lead(store, feedId, CHANNELS.announcement);
  const choices = await hand.run('feed edit', { feed, tag: 'go' });
  await store.subscriptions.remove(first.id);
  expect((await hand.choose(choices, [String(first.id)])).content).toContain('has ended meanwhile');
});

test('an edit never leads one feed twice to one channel', async () => {
  const { hand, store, feedId, feed } = await stocked();
  const first = await lead(store, feedId);
  await lead(store, feedId, CHANNELS.announcement);
  const choices = await hand.run('feed edit', { feed, channel: CHANNELS.announcement });
  const { content } = await hand.choose(choices, [String(first.id)]);
  expect(content).toContain(`is posted in <#${CHANNELS.announcement}> already`);
  expect(await store.subscriptions.get(first.id)).toMatchObject({ destination: { address: CHANNELS.text } });
  expect((await hand.run('feed edit', { feed, channel: CHANNELS.text })).content).not.toContain('Changed');
});

test('an edit never moves a feed to where Herald may not post', async () => {
  const { hand, store, feedId, feed, sandbox } = await stocked();
  await lead(store, feedId);
  sandbox.state.denied.set(CHANNELS.announcement, 1n << 14n);
  expect((await hand.run('feed edit', { feed, channel: CHANNELS.announcement })).content).toContain('**Embed Links**');
});
