import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import { MANAGE_WEBHOOKS } from '../../src/sandbox/rights.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';

const { text } = CHANNELS;

const fieldsOf = (shown: Awaited<ReturnType<Awaited<ReturnType<typeof heraldInside>>['hand']['run']>>) =>
  Object.fromEntries((shown.embeds[0]?.fields ?? []).map(({ name, value }) => [name, value]));

test('the settings are for those who manage the server', async () => {
  const { hand } = await heraldInside();
  await expect(hand.run('settings show', {}, { userId: MEMBER.id })).rejects.toThrow('may not use');
});

test('show tells what is set, and where to set what is not', async () => {
  const { hand } = await heraldInside();
  expect(fieldsOf(await hand.run('settings show'))).toEqual({
    Notices: 'Nowhere. Choose a channel with `/settings notices`.',
    'Look of the posts': '**Full**: A card with text, tags and picture',
    'Name of the posts': 'As Herald',
    Announcements: 'Do not publish',
    'Posts an hour': 'No limit of this server. Set one with `/settings hourly`.',
    'Tags that are one': 'None. Join two with `/settings alias-add`.',
  });
  await hand.run('settings notices', { channel: text });
  await hand.run('settings hourly', { posts: 12 });
  await hand.run('settings alias-add', { tag: 'js', means: 'JavaScript' });
  await hand.choose(await hand.run('settings show'), ['compact']);
  expect(fieldsOf(await hand.run('settings show'))).toEqual({
    Notices: `<#${text}>`,
    'Look of the posts': '**Compact**: A small card with a line or two',
    'Name of the posts': 'As Herald',
    Announcements: 'Do not publish',
    'Posts an hour': 'At most 12 in each channel; the others wait',
    'Tags that are one': '**#js** = **#javascript**',
  });
});

test('notices go to a channel in which Herald can post, or nowhere', async () => {
  const { hand, sandbox, store } = await heraldInside();
  const channel = async () => (await store.servers.get(GUILD)).noticesChannel;
  sandbox.state.denied.set(text, 1n << 11n);
  expect((await hand.run('settings notices', { channel: text })).content).toMatch(/\*\*Send Messages\*\*/);
  expect(await channel()).toBeUndefined();
  sandbox.state.denied.clear();
  expect((await hand.run('settings notices', { channel: text })).content).toContain(`<#${text}>`);
  expect(await channel()).toBe(text);
  expect((await hand.run('settings notices')).content).toMatch(/nowhere/);
  expect(await channel()).toBeUndefined();
  const inForum = await hand.run('settings notices', { channel: CHANNELS.forum });
  expect(inForum.content).toMatch(/choose a text channel, an announcement channel or a thread\.$/);
  expect(await channel()).toBeUndefined();
});

test('the look is shown on the newest article, and posts have it', async () => {
  const { hand, store, sandbox } = await heraldInside();
  expect((await hand.run('settings look', { look: 'link' })).content).toBe(
    'Posts in this server have this look from now on: Link.',
  );
  const link = 'https://news.example/new';
  await stock(store, GUILD, [{ title: 'The new one', link, tags: ['rust'] }]);
  expect((await hand.run('settings look', { look: 'link' })).content).toMatch(/\(Link\):\n\[The new one\]\(https:/);
  const compact = await hand.run('settings look', { look: 'compact' });
  expect(compact.embeds).toMatchObject([{ title: 'The new one' }]);
  expect(compact.embeds[0]).not.toHaveProperty('fields');

  await hand.run('settings look', { look: 'link' });
  const { hits } = await store.search.latest({ scope: { kind: 'server', serverId: GUILD }, offset: 0, limit: 1 });
  const { id } = await store.destinations.ensure({ kind: 'channel', address: text, serverId: GUILD });
  await store.deliveries.owe(hits[0]?.article.id ?? 0, id, ['1300000000000000021'], Date.now());
  await vi.waitUntil(() => sandbox.state.messages(text).length > 0, { timeout: 10_000 });
  expect(sandbox.state.messages(text)).toMatchObject([
    {
      content: `<@&1300000000000000021> [The new one](${link})`,
      embeds: [],
      mention_roles: ['1300000000000000021'],
    },
  ]);
});

test('two tags become one, and two again, by a button or a command', async () => {
  const { hand, store } = await heraldInside();
  const aliases = async () => (await store.servers.aliases(GUILD)).map(({ tag, means }) => `${tag} = ${means}`);
  const joined = await hand.run('settings alias-add', { tag: '#JS', means: 'Java Script' });
  expect(joined.content).toBe('**#js** and **#javascript** are one tag here now, in subscriptions and in searches.');
  expect(await aliases()).toEqual(['js = javascript']);
  const parted = await hand.press(joined, 'Undo');
  expect(parted.content).toBe('**#js** and **#javascript** are two tags again.');
  expect(await aliases()).toEqual([]);
  await hand.press(parted, 'Undo');
  expect(await hand.complete('settings alias-remove', { tag: 'script' }, 'tag')).toEqual([
    { name: '#js = #javascript', value: 'js' },
  ]);
  await hand.run('settings alias-remove', { tag: 'js' });
  expect(await aliases()).toEqual([]);
  expect((await hand.run('settings alias-remove', { tag: 'js' })).content).toMatch(/choose one from the list/i);
});

test('what a tag stood for is not lost silently, and comes back by Undo', async () => {
  const { hand, store } = await heraldInside({ ROLES: 'gateway' });
  const aliases = async () => (await store.servers.aliases(GUILD)).map(({ tag, means }) => `${tag} = ${means}`);
  await hand.run('settings alias-add', { tag: 'js', means: 'javascript' });
  const replaced = await hand.run('settings alias-add', { tag: 'js', means: 'json' });
  expect(replaced.content).toMatch(
    /^\*\*#js\*\* and \*\*#json\*\* are one.*#js\*\* stands for \*\*#javascript\*\* no more/,
  );
  expect(await aliases()).toEqual(['js = json']);
  await hand.press(replaced, 'Undo');
  expect(await aliases()).toEqual(['js = javascript']);
});

test('two tags that are one already are not joined again, in whatever order or by whatever chain', async () => {
  const { hand, store } = await heraldInside({ ROLES: 'gateway' });
  await hand.run('settings alias-add', { tag: 'a', means: 'b' });
  await hand.run('settings alias-add', { tag: 'b', means: 'c' });
  for (const [tag, means] of [
    ['b', 'a'],
    ['c', 'a'],
    ['a', 'b'],
  ])
    // prettier-ignore
    expect((await hand.run('settings alias-add', { tag, means })).content).toMatch(/are one tag here already/);
  expect(await store.servers.aliases(GUILD)).toHaveLength(2);
});

test('two tags that something else joins too are not said to be two', async () => {
  const { hand, store } = await heraldInside({ ROLES: 'gateway' });
  for (const [tag = '', means = ''] of ['ab', 'bc', 'ca'])
    await store.servers.setAlias(GUILD, { tag, means }, Date.now());
  const parted = await hand.run('settings alias-remove', { tag: 'a' });
  expect(parted.content).toContain('still one tag here, by **#b** = **#c**, **#c** = **#a**');
  await hand.run('settings alias-remove', { tag: 'b' });
  expect((await hand.run('settings alias-remove', { tag: 'c' })).content).toMatch(/are two tags again/);
});

test.each([
  { tag: 'Node.js', means: '#nodejs', sentence: /same tag in both boxes/ },
  { tag: '#', means: 'rust', sentence: /Name two tags/ },
])('$tag and $means are refused with what to do', async ({ tag, means, sentence }) => {
  const { hand } = await heraldInside();
  expect((await hand.run('settings alias-add', { tag, means })).content).toMatch(sentence);
});

test('the tags of a server are joined a hundred times at most, and listed page by page', async () => {
  const { hand, store, sandbox } = await heraldInside();
  expect((await hand.run('settings alias-list')).content).toMatch(/^No tags are joined.*alias-add/);
  for (let at = 0; at < 100; at += 1) {
    await store.servers.setAlias(GUILD, { tag: `${'🦀*'.repeat(20)}${at}`, means: '_'.repeat(90) + 'x' }, Date.now());
  }
  expect((await hand.run('settings alias-add', { tag: 'one', means: 'more' })).content).toMatch(/100.*limit/);
  const list = await hand.run('settings alias-list');
  expect(list.embeds[0]).toMatchObject({ title: 'Tags that are one (100)', footer: { text: 'Page 1 of 5' } });
  expect((await hand.press(list, 'Next')).embeds[0]?.footer?.text).toBe('Page 2 of 5');
  expect(fieldsOf(await hand.run('settings show'))['Tags that are one']).toMatch(
    /and \d+ more: `\/settings alias-list`$/,
  );
  expect(sandbox.answers.get(400) ?? 0).toBe(0);
});

test('posts bear the name and picture of their feed, and are published, where a server wants that', async () => {
  const inside = await heraldInside({ ROLES: 'gateway,send' });
  const { hand, store, sandbox } = inside;
  const { announcement } = CHANNELS;
  const picture = 'https://news.example/icon.png';
  await stock(store, GUILD, [{ title: 'One' }, { title: 'Two' }], { title: 'The News', icon: picture });
  const { hits } = await store.search.latest({ scope: { kind: 'server', serverId: GUILD }, offset: 0, limit: 2 });
  const { id } = await store.destinations.ensure({ kind: 'channel', address: announcement, serverId: GUILD });
  expect((await hand.run('settings voice', { voice: 'feed' })).content).toContain(`I lack it in <#${text}>`);
  sandbox.state.granted.set(announcement, MANAGE_WEBHOOKS);
  expect((await hand.run('settings voice', { voice: 'feed' }, { channelId: announcement })).content).not.toMatch(
    /lack it in <#/,
  );
  const post = async (at: number) => {
    await store.deliveries.owe(hits[at]?.article.id ?? 0, id, [], Date.now());
    await vi.waitUntil(() => sandbox.state.messages(announcement).length > at, { timeout: 10_000 });
  };
  await post(0);
  expect(sandbox.state.messages(announcement)).toMatchObject([
    { author: { username: 'The News' }, avatar_url: picture },
  ]);
  await hand.run('settings voice', { voice: 'herald' });
  expect((await hand.run('settings publish', { publish: 'on' })).content).toMatch(/I publish my posts/);
  await post(1);
  const published = () => sandbox.state.messages(announcement).map(({ author, flags }) => [author.username, flags & 1]);
  await vi.waitUntil(() => published()[1]?.[1] === 1, { timeout: 10_000 });
  expect(published()).toEqual([
    ['The News', 0],
    ['herald', 1],
  ]);
  expect(inside.logged.join('\n')).not.toContain([...sandbox.state.webhooks.values()][0]?.token);
});
