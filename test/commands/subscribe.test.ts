import { expect, test, vi } from 'vitest';
import { ADMIN, CHANNELS, GUILD, MEMBER, OTHER_MEMBER } from '../../src/sandbox/cast.ts';
import { rss } from '../support/origin.ts';
import { heraldInside, type Inside } from '../support/herald-inside.ts';
import type { Shown } from '../support/hand.ts';
import { fail } from '../sandbox/support.ts';
import { stock } from '../support/library.ts';

const { text, direct } = CHANNELS;
const READERS = '1300000000000000021';
const SEND_MESSAGES = 1n << 11n;
const member = { userId: MEMBER.id };
const inDirect = { userId: MEMBER.id, channelId: direct };

/** A Herald whose server has a feed with these tags. */
async function withTags(tags: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Inside> {
  const inside = await heraldInside(settings);
  await stock(
    inside.store,
    GUILD,
    tags.map((tag) => ({ title: `About ${tag}`, tags: [tag], authors: [{ name: 'Ada Lovelace', url: undefined }] })),
  );
  return inside;
}

const labels = ({ components = [] }: Shown) =>
  components.flatMap((row) => row.components).map((one) => one.label ?? 'choices');
const subscriptions = async ({ store }: Inside) => await store.subscriptions.ofServer(GUILD);

test('a member gets the articles with a tag by direct message, and one button undoes it', async () => {
  const inside = await heraldInside();
  const { origin, hand, sandbox, store } = inside;
  origin.serve('/feed', rss([{ id: 1, tags: ['javascript'] }]));
  const feed = await store.feeds.add(`${origin.url}/feed`, Date.now());
  await store.servers.addFeed(GUILD, feed.id, undefined, Date.now());
  await vi.waitUntil(async () => (await store.feeds.get(feed.id))?.baselinedAt !== undefined, { timeout: 10_000 });

  const made = await hand.run('subscribe', { tag: 'JavaScript' }, member);
  expect(made.content).toBe('From now on, articles tagged **#javascript** come to you by direct message.');
  origin.serve(
    '/feed',
    rss([
      { id: 3, tags: ['javascript', 'news'] },
      { id: 2, tags: ['java'] },
      { id: 1, tags: ['javascript'] },
    ]),
  );
  const titles = () => sandbox.state.messages(direct).flatMap(({ embeds }) => embeds.map(({ title }) => title));
  await vi.waitUntil(() => titles().length > 0, { timeout: 10_000 });
  expect(titles()).toEqual(['Article 3']);
  expect(sandbox.state.messages(direct)[0]?.content).toMatch(/^From now on, I send you articles tagged/);

  expect((await hand.press(made, 'Undo', member)).content).toMatch(/^Ended: articles tagged \*\*#javascript\*\* no/);
  expect(await subscriptions(inside)).toEqual([]);
});

test('several tags, exceptions, an author and a feed are all said and kept', async () => {
  const inside = await withTags(['rust', 'wasm', 'news']);
  const [feed] = await inside.hand.complete('subscribe', { tag: 'rust' }, 'feed', member);
  const given = { tag: 'Rust, #wasm', except: 'news', author: 'Ada Lovelace', feed: feed?.value };
  const { content } = await inside.hand.run('subscribe', given, member);
  expect(content).toBe(
    'From now on, articles tagged **#rust** or **#wasm** by **Ada Lovelace** of **The News** (none tagged **#news**) come to you by direct message.',
  );
  expect(await subscriptions(inside)).toMatchObject([
    { tags: ['rust', 'wasm'], except: ['news'], author: 'ada lovelace', feedTitle: 'The News', memberId: MEMBER.id },
  ]);
});

test('a manager subscribes a channel, and a role is pinged with each article', async () => {
  const inside = await withTags(['rust']);
  const made = await inside.hand.run('subscribe', { tag: 'rust', channel: text, ping: READERS });
  expect(made.content).toBe(`From now on, articles tagged **#rust** are posted in <#${text}>, pinging <@&${READERS}>.`);
  expect(await subscriptions(inside)).toMatchObject([
    { destination: { kind: 'channel', address: text, serverId: GUILD }, pingRole: READERS },
  ]);
});

test.each<[string, Record<string, unknown>, { userId: string }, RegExp]>([
  ['a ping of everyone', { tag: 'rust', channel: text, ping: GUILD }, { userId: ADMIN.id }, /I never ping everyone/],
  ['a channel without Manage Server', { tag: 'rust', channel: text }, member, /Manage Server.*Leave `channel` out/],
  ['a ping without a channel', { tag: 'rust', ping: READERS }, member, /choose a `channel` too/],
  ['a tag of nothing but signs', { tag: ' # , -' }, member, /at least one tag/],
  ['a feed that is not here', { tag: 'rust', feed: 'Somewhere else' }, member, /choose it from the list/],
])('%s is refused with what to do', async (_, options, as, sentence) => {
  const inside = await withTags(['rust']);
  expect((await inside.hand.run('subscribe', options, as)).content).toMatch(sentence);
  expect(await subscriptions(inside)).toEqual([]);
});

test('a channel in which Herald can’t post is refused at once, with the permission that is missing', async () => {
  const inside = await withTags(['rust']);
  inside.sandbox.state.denied.set(text, SEND_MESSAGES);
  const { content } = await inside.hand.run('subscribe', { tag: 'rust', channel: text });
  expect(content).toMatch(/\*\*Send Messages\*\*/);
  expect(await subscriptions(inside)).toEqual([]);
});

test('a member is greeted once, however many tags they subscribe to, and not when they undo an end', async () => {
  const inside = await withTags(['rust', 'wasm']);
  const { hand, sandbox } = inside;
  await hand.run('subscribe', { tag: 'rust' }, member);
  const made = await hand.run('subscribe', { tag: 'wasm' }, member);
  await hand.press(await hand.press(made, 'Undo', member), 'Undo', member);
  const last = await hand.run('unsubscribe', { tag: 'wasm' }, member);
  await hand.run('unsubscribe', { tag: 'rust' }, member);
  await hand.press(last, 'Undo', member);
  expect(await subscriptions(inside)).toMatchObject([{ tags: ['wasm'] }]);
  expect(sandbox.state.messages(direct)).toHaveLength(1);
});

test('closed direct messages are refused with what to do, and tried again by a button', async () => {
  const inside = await withTags(['rust']);
  inside.sandbox.state.closedTo.add(MEMBER.id);
  const refused = await inside.hand.run('subscribe', { tag: 'rust' }, member);
  expect(refused.content).toMatch(/can't send you direct messages.*Privacy Settings/);
  expect(await subscriptions(inside)).toEqual([]);
  inside.sandbox.state.closedTo.clear();
  expect((await inside.hand.press(refused, 'Try again', member)).content).toMatch(/^From now on/);
  expect(await subscriptions(inside)).toHaveLength(1);
});

test('a Discord that does not answer is not taken for closed direct messages', async () => {
  const inside = await withTags(['rust']);
  await fail(inside.sandbox, { match: 'POST /users/@me/channels', times: 1, status: 500 });
  expect((await inside.hand.run('subscribe', { tag: 'rust' }, member)).content).toMatch(/Try again in a minute/);
  expect(await subscriptions(inside)).toEqual([]);
});

test('an unknown tag is said to be unknown, with the nearest known ones and a way to go on', async () => {
  const inside = await withTags(['javascript', 'rust', 'ruby']);
  const asked = await inside.hand.run('subscribe', { tag: 'javscript, rust' }, member);
  expect(asked.content).toMatch(/^No article here has had the tag \*\*#javscript\*\* so far\. Did you mean/);
  expect(labels(asked)).toEqual(['#javascript', 'Subscribe anyway']);
  expect(await subscriptions(inside)).toEqual([]);
  expect((await inside.hand.press(asked, '#javascript', member)).content).toMatch(
    /articles tagged \*\*#javascript\*\* or \*\*#rust\*\* come/,
  );
});

test('an unknown tag can be subscribed to all the same', async () => {
  const inside = await withTags(['rust']);
  const asked = await inside.hand.run('subscribe', { tag: 'quantum' }, member);
  expect(labels(asked)).toEqual(['Subscribe anyway']);
  await inside.hand.press(asked, 'Subscribe anyway', member);
  expect(await subscriptions(inside)).toMatchObject([{ tags: ['quantum'] }]);
});

test('an author whom nobody knows here is asked about, as a tag is', async () => {
  const inside = await withTags(['rust']);
  const { hand } = inside;
  const asked = await hand.run('subscribe', { tag: 'rust', author: 'Ada' }, member);
  expect(asked.content).toMatch(/^No article here has been by \*\*Ada\*\* so far\. Did you mean/);
  expect(labels(asked)).toEqual(['Ada Lovelace', 'Subscribe anyway']);
  expect(await subscriptions(inside)).toEqual([]);
  await hand.press(asked, 'Ada Lovelace', member);
  expect(await subscriptions(inside)).toMatchObject([{ author: 'ada lovelace' }]);
  const nobody = await hand.run('subscribe', { tag: 'rust', author: 'Nobody' }, member);
  expect(labels(nobody)).toEqual(['Subscribe anyway']);
  expect((await hand.press(nobody, 'Subscribe anyway', member)).content).toMatch(/^From now on.*Nobody/);
});

test('a tag that is known by another name in the server is known', async () => {
  const inside = await withTags(['javascript']);
  await inside.store.servers.setAlias(GUILD, { tag: 'js', means: 'javascript' }, Date.now());
  expect((await inside.hand.run('subscribe', { tag: 'js' }, member)).content).toMatch(/^From now on/);
});

test('another server’s tags are unknown here, and not proposed', async () => {
  const inside = await withTags(['rust']);
  await stock(inside.store, '1300000000000000999', [{ title: 'Secret', tags: ['secretproject'] }], {
    url: 'https://secret.example/feed',
  });
  const asked = await inside.hand.run('subscribe', { tag: 'secretprojec' }, member);
  expect(labels(asked)).toEqual(['Subscribe anyway']);
  expect(await inside.hand.complete('subscribe', { tag: 'secret' }, 'tag', member)).toEqual([]);
});

test('a server without feeds says that there are none', async () => {
  const { hand } = await heraldInside();
  expect((await hand.run('subscribe', { tag: 'rust' }, member)).content).toMatch(/no feeds here yet.*\/feed add/);
});

test('what exists already says so, in whatever order it is asked for', async () => {
  const inside = await withTags(['rust', 'wasm']);
  await inside.hand.run('subscribe', { tag: 'rust, wasm' }, member);
  const again = await inside.hand.run('subscribe', { tag: 'WASM, #rust' }, member);
  expect(again.content).toMatch(/^You are subscribed to that already/);
  await inside.hand.run('subscribe', { tag: 'rust', channel: text });
  expect((await inside.hand.run('subscribe', { tag: 'rust', channel: text })).content).toMatch(
    /^That channel is subscribed already/,
  );
  expect(await subscriptions(inside)).toHaveLength(2);
  await inside.hand.press(again, 'End it', member);
  expect(await subscriptions(inside)).toHaveLength(1);
});

test('a subscription that stopped, since the member took no direct messages, goes on when asked for again', async () => {
  const inside = await withTags(['rust']);
  const { hand, sandbox, store } = inside;
  await hand.run('subscribe', { tag: 'rust' }, member);
  sandbox.state.closedTo.add(MEMBER.id);
  const [subscription] = await subscriptions(inside);
  const { hits } = await store.search.latest({ scope: { kind: 'server', serverId: GUILD }, offset: 0, limit: 1 });
  await store.deliveries.owe(hits[0]?.article.id ?? 0, subscription?.destinationId ?? 0, [], Date.now());
  await vi.waitUntil(async () => (await subscriptions(inside))[0]?.closed !== undefined, { timeout: 10_000 });
  expect((await hand.run('subscriptions', {}, member)).embeds[0]?.description).toMatch(/⚠️ stopped <t:\d+:R>: The mem/);

  // Whom nothing reaches any more may have left the server: its articles are not theirs to look through.
  expect((await hand.run('latest', {}, inDirect)).content).toMatch(/^In direct messages I look through/);
  expect(await hand.complete('latest', { tag: 'ru' }, 'tag', inDirect)).toEqual([]);
  sandbox.state.closedTo.clear();
  expect((await hand.run('subscribe', { tag: 'rust' }, member)).content).toMatch(/^From now on/);
  expect((await hand.run('latest', {}, inDirect)).embeds[0]?.description).toContain('About rust');
  expect(await subscriptions(inside)).toMatchObject([{ id: subscription?.id, closed: undefined }]);
});

test('a member and a server have no more subscriptions than the host allows', async () => {
  const inside = await withTags(['rust', 'wasm'], { SUBSCRIPTIONS_PER_MEMBER: '1', SUBSCRIPTIONS_PER_SERVER: '1' });
  const { hand } = inside;
  await hand.run('subscribe', { tag: 'rust' }, member);
  expect((await hand.run('subscribe', { tag: 'wasm' }, member)).content).toMatch(
    /You have 1 subscriptions?.*limit.*in a direct message/,
  );
  await hand.run('subscribe', { tag: 'rust', channel: text });
  expect((await hand.run('subscribe', { tag: 'wasm', channel: text })).content).toMatch(
    /channels of this server have 1.*limit/,
  );
  expect(await subscriptions(inside)).toHaveLength(2);
});

test('a button beside a tag subscribes whoever presses it, in a message of its own', async () => {
  const inside = await withTags(['rust']);
  const shown = await inside.hand.run('tags', {}, { userId: OTHER_MEMBER.id });
  const made = await inside.hand.press(shown, '#rust', { userId: OTHER_MEMBER.id });
  expect(made.id).not.toBe(shown.id);
  expect(await subscriptions(inside)).toMatchObject([{ tags: ['rust'], memberId: OTHER_MEMBER.id }]);
});

test('tags are completed at the end of a list, feeds and authors by a part of their name', async () => {
  const { hand } = await withTags(['rust', 'ruby', 'wasm']);
  const names = async (options: Record<string, string>, focused: string) =>
    (await hand.complete('subscribe', options, focused, member)).map(({ name }) => name);
  expect(await names({ tag: 'wasm, ru' }, 'tag')).toEqual(['wasm, ruby', 'wasm, rust']);
  expect(await names({ tag: 'rust', except: 'wa' }, 'except')).toEqual(['wasm']);
  expect(await names({ tag: 'rust', author: 'love' }, 'author')).toEqual(['Ada Lovelace']);
  expect(await names({ tag: 'rust', feed: 'new' }, 'feed')).toEqual(['The News']);
});

test('the list shows a member what is theirs, page by page, and ends it', async () => {
  const tags = Array.from({ length: 7 }, (_, at) => `tag${at}`);
  const inside = await withTags(tags);
  const { hand } = inside;
  for (const tag of tags) await hand.run('subscribe', { tag }, member);
  await hand.run('subscribe', { tag: 'tag0', channel: text });
  const first = await hand.run('subscriptions', {}, member);
  expect(first.embeds[0]).toMatchObject({ title: 'Subscriptions (7)', footer: { text: 'Page 1 of 2' } });
  expect(first.embeds[0]?.description).not.toContain(text);
  const second = await hand.press(first, 'Next', member);
  expect(second.embeds[0]?.description).toBe(
    '6. articles tagged **#tag5**, by direct message\n7. articles tagged **#tag6**, by direct message',
  );
  await inside.restart();
  const shorter = await hand.press(await hand.press(second, 'End 7', member), 'End 6', member);
  expect(shorter.content).toMatch(/^Ended: articles tagged \*\*#tag5\*\*/);
  expect(shorter.embeds[0]?.title).toBe('Subscriptions (5)');
  expect((await hand.press(shorter, 'Undo', member)).content).toMatch(/^From now on, articles tagged \*\*#tag5\*\*/);
});

test('a manager sees the channels too, and ends what they have', async () => {
  const inside = await withTags(['rust', 'wasm']);
  const { hand } = inside;
  await hand.run('subscribe', { tag: 'rust', channel: text, ping: READERS });
  await hand.run('subscribe', { tag: 'wasm' }, member);
  const shown = await hand.run('subscriptions');
  expect(shown.embeds[0]?.description).toBe(`1. articles tagged **#rust**, in <#${text}>, pinging <@&${READERS}>`);
  await hand.press(shown, 'End 1');
  expect(await subscriptions(inside)).toMatchObject([{ tags: ['wasm'] }]);
});

test('what the host’s settings made can’t be ended here', async () => {
  const inside = await heraldInside({ FEED_URL: 'http://127.0.0.1:1/feed', CHANNEL_ID: text });
  await vi.waitUntil(async () => (await subscriptions(inside)).length > 0, { timeout: 5000 });
  const shown = await inside.hand.run('subscriptions');
  expect(shown.embeds[0]?.description).toContain('set by the host');
  await expect(inside.hand.press(shown, 'End 1')).rejects.toThrow('disabled');
  expect((await inside.hand.run('unsubscribe', { tag: 'x', channel: text })).content).toMatch(/no such subscription/);
});

test('a feed that has told no title is named by its place in the web, without what may be secret', async () => {
  const inside = await withTags(['rust']);
  const { id } = await inside.store.feeds.add('https://blog.example/feed?token=secret', Date.now());
  await inside.store.servers.addFeed(GUILD, id, undefined, Date.now());
  await inside.hand.run('subscribe', { tag: 'rust', feed: String(id) }, member);
  const [line] = (await inside.hand.run('subscriptions', {}, member)).embeds.map(({ description }) => description);
  expect(line).toBe('1. articles tagged **#rust** of **blog.example/feed**, by direct message');
  const [choice] = await inside.hand.complete('unsubscribe', { tag: 'rust' }, 'tag', member);
  expect(choice?.name).toBe('#rust of blog.example/feed');
});

test('in direct messages a member sees all that is theirs, and ends it there', async () => {
  const { hand, ...inside } = await withTags(['rust']);
  expect((await hand.run('subscriptions', {}, inDirect)).content).toMatch(/no subscriptions.*in a server/);
  await hand.run('subscribe', { tag: 'rust' }, member);
  const ended = await hand.press(await hand.run('subscriptions', {}, inDirect), 'End 1', member);
  expect(ended.content).toMatch(/^Ended: articles tagged \*\*#rust\*\*/);
  await hand.run('subscribe', { tag: 'rust' }, member);
  expect((await hand.run('unsubscribe', { tag: 'rust' }, inDirect)).content).toMatch(/^Ended/);
  expect(await inside.store.subscriptions.ofServer(GUILD)).toEqual([]);
});

test('unsubscribe completes with what is one’s own, and takes a typed tag too', async () => {
  const inside = await withTags(['rust', 'wasm', 'news']);
  const { hand } = inside;
  await hand.run('subscribe', { tag: 'rust, wasm', except: 'news' }, member);
  await hand.run('subscribe', { tag: 'rust' }, member);
  await hand.run('subscribe', { tag: 'rust' }, { userId: OTHER_MEMBER.id });
  const choices = await hand.complete('unsubscribe', { tag: 'was' }, 'tag', member);
  expect(choices.map(({ name }) => name)).toEqual(['#rust, #wasm (none tagged #news)']);
  expect((await hand.run('unsubscribe', { tag: 'go' }, member)).content).toMatch(/no such subscription.*list/);

  const which = await hand.run('unsubscribe', { tag: '#Rust' }, member);
  expect(which.content).toMatch(/Which one/);
  expect((await hand.choose(which, [choices[0]?.value ?? ''], member)).content).toMatch(/^Ended/);
  expect((await hand.run('unsubscribe', { tag: 'rust' }, member)).content).toMatch(/^Ended/);
  expect(await subscriptions(inside)).toMatchObject([{ memberId: OTHER_MEMBER.id }]);
});

test('unsubscribe completes with the channels of the server too, by name, for who manages it alone', async () => {
  const inside = await withTags(['rust', 'wasm']);
  const { hand } = inside;
  await hand.run('subscribe', { tag: 'rust', channel: text });
  await hand.run('subscribe', { tag: 'wasm', channel: CHANNELS.announcement });
  const names = async (tag: string, as = {}) =>
    (await hand.complete('unsubscribe', { tag }, 'tag', as)).map(({ name }) => name);
  expect(await names('')).toEqual(['#articles: #rust', '#announcements: #wasm']);
  expect(await names('announce')).toEqual(['#announcements: #wasm']);
  expect(await names('', member)).toEqual([]);
  const [choice] = await hand.complete('unsubscribe', { tag: 'rust', channel: text }, 'tag');
  expect((await hand.run('unsubscribe', { tag: choice?.value, channel: text })).content).toMatch(
    /^Ended.*no longer posted/,
  );
  const [other] = await hand.complete('unsubscribe', { tag: 'wasm' }, 'tag');
  expect((await hand.run('unsubscribe', { tag: other?.value }, member)).content).toMatch(/no such subscription/);
  expect((await hand.run('unsubscribe', { tag: other?.value })).content).toMatch(/^Ended.*no longer posted/);
});

test('what has ended already says so', async () => {
  const { hand } = await withTags(['rust']);
  await hand.run('subscribe', { tag: 'rust' }, member);
  const shown = await hand.run('subscriptions', {}, member);
  await hand.run('unsubscribe', { tag: 'rust' }, member);
  expect((await hand.press(shown, 'End 1', member)).content).toMatch(/ended already/);
});

test('a channel is unsubscribed by those who manage the server alone', async () => {
  const inside = await withTags(['rust', 'wasm']);
  const { hand } = inside;
  await hand.run('subscribe', { tag: 'rust', channel: text });
  await hand.run('subscribe', { tag: 'wasm', channel: CHANNELS.announcement });
  expect((await hand.run('unsubscribe', { tag: 'rust', channel: text }, member)).content).toMatch(/Manage Server/);
  expect((await hand.run('unsubscribe', { channel: text })).embeds[0]?.description).toContain('#rust');
  expect((await hand.run('unsubscribe', { tag: 'wasm', channel: text })).content).toMatch(/no such subscription/);
  const ended = await hand.run('unsubscribe', { tag: 'rust', channel: text });
  expect(ended.content).toBe(`Ended: articles tagged **#rust** are no longer posted in <#${text}>.`);
  await hand.press(ended, 'Undo');
  expect(await subscriptions(inside)).toHaveLength(2);
});

test('the most hostile subscriptions fit their list', async () => {
  const inside = await heraldInside();
  const { hand, store, sandbox } = inside;
  const hostile = Array.from({ length: 12 }, (_, at) => `${'🦀'.repeat(30)}_*${'אבג'.repeat(5)}${at}`);
  await stock(store, GUILD, [{ title: 'x', tags: hostile }], { title: '*'.repeat(4000) });
  const [feed] = await hand.complete('subscribe', { tag: 'x' }, 'feed', member);
  for (let at = 0; at < 6; at += 1) {
    const tag = [...hostile.slice(at, at + 4), `x${at}`].join(',').slice(0, 300);
    const given = { tag, except: hostile.slice(0, 6).join(',').slice(0, 300), author: '_'.repeat(100) };
    const asked = await hand.run('subscribe', { ...given, feed: feed?.value }, { userId: ADMIN.id });
    await hand.press(asked, 'Subscribe anyway', { userId: ADMIN.id });
  }
  const shown = await hand.run('subscriptions');
  expect(shown.embeds[0]?.title).toBe('Subscriptions (6)');
  expect((await hand.press(shown, 'Next')).embeds).toHaveLength(1);
  expect(sandbox.answers.get(400) ?? 0).toBe(0);
});
