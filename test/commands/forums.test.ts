import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD } from '../../src/sandbox/cast.ts';
import { SEND_MESSAGES } from '../../src/sandbox/rights.ts';
import { heraldInside, type Inside } from '../support/herald-inside.ts';
import { rss } from '../support/origin.ts';
import { isClean, lead, posted, stocked, withFeed } from './feeds.ts';

const { forum, text } = CHANNELS;
const titles = ({ sandbox }: Inside) =>
  sandbox.state
    .channels()
    .filter(({ parent_id }) => parent_id === forum)
    .map(({ name }) => name);
const kindsOf = async ({ store }: Inside) =>
  (await store.subscriptions.ofServer(GUILD)).map(({ destination }) => destination.kind);

test('a feed is added to a forum, where its articles become posts', async () => {
  const { inside, hand, url, origin } = await withFeed([{ id: 1 }]);
  const added = await hand.press(await hand.run('feed add', { url, channel: forum }), 'Add and post the latest');
  expect(added.content).toContain(`<#${forum}>`);
  expect(await kindsOf(inside)).toEqual(['forum']);
  origin.serve('/feed', rss([{ id: 2, tags: ['rust'] }, { id: 1 }]));
  await vi.waitUntil(() => titles(inside).length === 2, { timeout: 8000, interval: 50 });
  expect(titles(inside)).toEqual(['Article 1', 'Article 2']);
  const found = await hand.run('latest');
  const [, first] = inside.sandbox.state.channels().filter(({ parent_id }) => parent_id === forum);
  expect(JSON.stringify(found.embeds)).toContain(`channels/${GUILD}/${first?.id}/${first?.id}`);
  expect(isClean(inside)).toBe(true);
});

test('a forum’s tags are chosen by the names that its server takes for one, too', async () => {
  const { inside, hand, url, origin } = await withFeed([{ id: 1 }]);
  await hand.run('settings alias-add', { tag: 'ecmascript', means: 'javascript' });
  await hand.press(await hand.run('feed add', { url, channel: forum }), 'Add');
  origin.serve('/feed', rss([{ id: 2, tags: ['ECMAScript', 'Rust'] }, { id: 1 }]));
  const posts = () => inside.sandbox.state.channels().filter(({ parent_id }) => parent_id === forum);
  await vi.waitUntil(() => posts().length === 1, { timeout: 8000, interval: 50 });
  const offered = inside.sandbox.state.channel(forum)?.available_tags ?? [];
  const names = posts()[0]?.applied_tags?.map((id) => offered.find((tag) => tag.id === id)?.name);
  expect(names).toEqual(['rust', 'javascript']);
});

test('a forum in which Herald may not post is told of by the name that Discord shows there', async () => {
  const { inside, hand, url } = await withFeed([{ id: 1 }]);
  inside.sandbox.state.denied.set(forum, SEND_MESSAGES);
  expect((await hand.run('feed add', { url, channel: forum })).content).toContain('**Create Posts**');
});

test('a feed moves from a channel to a forum, and a tag is led to one', async () => {
  const { herald, hand, feed, feedId, store } = await stocked();
  await lead(store, feedId);
  await hand.run('feed edit', { feed, channel: forum });
  expect(await kindsOf(herald)).toEqual(['forum']);
  expect((await hand.run('feed test', { feed, channel: forum })).content).toContain(`<#${forum}>`);
  expect(titles(herald)).toEqual(['One']);
  const made = await hand.run('subscribe', { tag: 'rust', channel: forum });
  const ended = await hand.press(made, 'Undo');
  await hand.press(ended, 'Undo');
  expect(await kindsOf(herald)).toEqual(['forum', 'forum']);
  expect(await store.subscriptions.countOfServer(GUILD)).toBe(2);
});

test('CHANNEL_ID may be a forum or a channel of announcements', async () => {
  for (const address of [forum, CHANNELS.announcement]) {
    const inside = await heraldInside({ POST_BACKLOG: '1', FEED_URL: 'http://127.0.0.1:1/feed', CHANNEL_ID: address });
    await vi.waitUntil(async () => (await kindsOf(inside)).length > 0, { timeout: 5000 });
    expect(await kindsOf(inside)).toEqual([address === forum ? 'forum' : 'channel']);
  }
});

test('what was owed to a channel that turns out to be a forum is posted there, once', async () => {
  const { herald, hand, feedId, store } = await stocked();
  const { destinationId } = await lead(store, feedId, forum);
  const [one] = (await store.search.latest({ scope: { kind: 'server', serverId: GUILD }, offset: 0, limit: 1 })).hits;
  await store.deliveries.owe(one?.article.id ?? 0, destinationId, [], Date.now());
  const claim = { now: Date.now(), leaseMs: 1000, limit: 1 };
  const [delivery] = await store.deliveries.claimDue(claim);
  if (delivery === undefined) throw new Error('nothing is owed');
  const verdict = { kind: 'waiting', until: Date.now() + 3_600_000, reason: 'a forum', forbidden: true } as const;
  await store.deliveries.finish(delivery, verdict, Date.now());
  const same = await store.destinations.ensure({ kind: 'forum', address: forum });
  expect(same.id).toBe(destinationId);
  const [again] = await store.deliveries.claimDue({ ...claim, now: Date.now() });
  expect(again).toMatchObject({ id: delivery.id, destination: { kind: 'forum' }, forbiddenTries: 0 });
  expect(await store.destinations.ensure({ address: forum })).toEqual(same);
  expect(await posted(herald, text)).toEqual([]);
  expect((await hand.run('settings notices', { channel: text })).content).toContain(`<#${text}>`);
});
