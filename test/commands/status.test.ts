import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import type { Store } from '../../src/store/index.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';

const { text, announcement } = CHANNELS;
const SERVER = { kind: 'server', serverId: GUILD } as const;
const SEND_MESSAGES = 1n << 11n;
const member = { userId: MEMBER.id };

/** Owes the newest article to a channel that is subscribed to everything. */
async function owe(store: Store, address: string): Promise<void> {
  const { hits } = await store.search.latest({ scope: SERVER, offset: 0, limit: 1 });
  const { id } = await store.destinations.ensure({ kind: 'channel', address, serverId: GUILD });
  await store.subscriptions.add({ serverId: GUILD, destinationId: id, tags: [], except: [] }, Date.now());
  await store.deliveries.owe(hits[0]?.article.id ?? 0, id, [], Date.now());
}

test('a server without feeds is told how to get one', async () => {
  const { hand } = await heraldInside();
  expect((await hand.run('status', {}, member)).content).toMatch(/no feeds here yet.*\/feed add/);
});

test('all is well, and when the last article was posted', async () => {
  const { hand, store, sandbox } = await heraldInside({ ROLES: 'gateway,send' });
  await stock(store, GUILD, [{ title: 'One' }]);
  expect((await hand.run('status', {}, member)).embeds[0]).toMatchObject({
    title: 'All is well',
    description: 'Every feed works, and no post waits. Nothing has been posted in a channel here yet.',
  });
  await owe(store, text);
  await vi.waitUntil(() => sandbox.state.messages(text).length > 0, { timeout: 10_000 });
  const said = async () => (await hand.run('status', {}, member)).embeds[0]?.description;
  await vi.waitUntil(async () => !(await said())?.includes('Nothing'), { timeout: 5000 });
  expect(await said()).toMatch(/^Every feed works, and no post waits\. The last article was posted <t:\d+:R>\.$/);
});

test('a feed that fails is named with since when and why, and nothing of its address that is secret', async () => {
  const { hand, store } = await heraldInside({ ROLES: 'gateway' });
  await stock(store, GUILD, [{ title: 'One' }]);
  const { id } = await store.feeds.add('https://me:pass@private.example/feed?key=SECRET', Date.now());
  await store.servers.addFeed(GUILD, id, undefined, Date.now());
  const since = Date.now() - 3_600_000;
  await store.feeds.failed(id, { reason: 'The server answers 404 (not *found*).', nextPollAt: since + 60_000 }, since);
  await store.feeds.failed(id, { reason: 'The server answers 500 (no *way*).', nextPollAt: since + 90_000 }, since + 9);
  const embed = (await hand.run('status', {}, member)).embeds[0];
  expect(embed?.title).toBe('What needs a look');
  expect(embed?.description).toContain(
    `🔴 **private.example/feed**, since <t:${Math.floor(since / 1000)}:R>: The server answers 500 (no \\*way\\*).`,
  );
  expect(JSON.stringify(embed)).not.toMatch(/SECRET|pass/);

  await store.servers.pauseFeed(GUILD, id, Date.now());
  expect((await hand.run('status', {}, member)).embeds[0]?.title).toBe('All is well');
});

test('of a feed that was given up it is not said that it is still asked', async () => {
  const { hand, store } = await heraldInside({ ROLES: 'gateway' });
  const id = await stock(store, GUILD, [{ title: 'One' }]);
  await store.feeds.failed(id, { reason: 'It answered 410.', nextPollAt: 0, disables: true }, Date.now());
  const said = (await hand.run('status', {}, member)).embeds[0]?.description;
  expect(said).toMatch(/\*\*Feeds that I stopped asking\*\*\n⛔ \*\*The News\*\*, since <t:\d+:R>: It answered 410\./);
  expect(said).not.toContain('I keep asking');
});

test('posts that wait are counted by channel, with since when, why, and when they are tried next', async () => {
  const { hand, store, sandbox } = await heraldInside({ ROLES: 'gateway,send' });
  sandbox.state.denied.set(text, SEND_MESSAGES);
  await stock(store, GUILD, [{ title: 'One' }]);
  await owe(store, text);
  await vi.waitUntil(async () => (await store.deliveries.waitingOf(GUILD))[0]?.reason !== undefined, { timeout: 5000 });
  expect((await hand.run('status', {}, member)).embeds[0]?.description).toMatch(
    new RegExp(`🟡 <#${text}>: 1 article, since <t:\\d+:R>: .*Send Messages.* \\(next try <t:\\d+:R>\\)`),
  );
});

test('a channel that is gone is named, with since when and why', async () => {
  const { hand, store, sandbox } = await heraldInside({ ROLES: 'gateway,send' });
  await stock(store, GUILD, [{ title: 'One' }]);
  const channel = sandbox.state.channel(announcement);
  if (channel !== undefined) sandbox.state.removeChannel(channel);
  await owe(store, announcement);
  const description = async () => (await hand.run('status', {}, member)).embeds[0]?.description ?? '';
  await vi.waitUntil(async () => (await description()).includes('⚫'), { timeout: 5000 });
  expect(await description()).toMatch(
    new RegExp(`⚫ <#${announcement}>, since <t:\\d+:R>: The channel no longer exists\\.`),
  );
});

test('three hundred failing feeds fit, and the others are counted', async () => {
  const { hand, store, sandbox } = await heraldInside({ ROLES: 'gateway' });
  for (let at = 0; at < 300; at += 1) {
    const { id } = await store.feeds.add(`https://feed${at}.example/${'a'.repeat(200)}`, Date.now());
    await store.servers.addFeed(GUILD, id, undefined, Date.now());
    await store.feeds.failed(id, { reason: '*'.repeat(3000), nextPollAt: Date.now() + 60_000 }, Date.now());
  }
  const embed = (await hand.run('status', {}, member)).embeds[0];
  expect(embed?.description).toMatch(/… and 29\d more/);
  expect(sandbox.answers.get(400) ?? 0).toBe(0);
});
