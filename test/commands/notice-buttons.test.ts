import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD, MEMBER } from '../../src/sandbox/cast.ts';
import type { Shown } from '../support/hand.ts';
import { heraldInside } from '../support/herald-inside.ts';
import { stock } from '../support/library.ts';
import { rss } from '../support/origin.ts';
import { isClean, labelsOf, lead } from './feeds.ts';

/** A feed that was given up, and the notice of it, below which another process answers by now. */
async function noticed() {
  const herald = await heraldInside({ ROLES: 'gateway,send' });
  const { hand, store, origin, sandbox } = herald;
  await hand.run('settings notices', { channel: CHANNELS.text });
  const url = `${origin.url}/feed`;
  const feedId = await stock(store, GUILD, [{ title: 'One' }], { url, title: 'The News' });
  await lead(store, feedId, CHANNELS.announcement, { tags: ['rust'] });
  await store.feeds.failed(feedId, { reason: 'It answered 410.', nextPollAt: 0, disables: true }, Date.now());
  // The sandbox keeps Discord's own objects.
  const notice = () => sandbox.state.messages(CHANNELS.text).at(-1) as Shown | undefined;
  const told = await vi.waitUntil(notice, { timeout: 10_000, interval: 50 });
  await herald.restart();
  return {
    ...herald,
    herald,
    feedId,
    told,
    notice,
    now: () => notice()?.content,
    feeds: () => store.servers.feeds(GUILD),
  };
}

test('whoever manages the server tries again from the notice, which then says who did and what came of it', async () => {
  const { hand, told, now, origin, feeds, herald } = await noticed();
  expect(labelsOf(told)).toEqual(['Try again', 'Change the address', 'Remove']);
  const stillGone = await hand.press(told, 'Try again');
  expect(stillGone.content).toMatch(/still could not read it: 127\.0\.0\.1 answered 404/);
  expect(stillGone.id).not.toBe(told.id);
  origin.serve('/feed', rss([{ id: 1 }]));
  await hand.press(told, 'Try again');
  expect(now()).toMatch(/^✅ .*Test feed.* can be read again.*\(<@\d+>\)$/);
  expect((await feeds())[0]).toMatchObject({ disabledAt: undefined, lastError: undefined });
  expect(isClean(herald)).toBe(true);
});

test.each(['Try again', 'Change the address', 'Remove'])(
  'who does not manage the server is refused "%s" in a sentence',
  async (label) => {
    const { hand, told, now, feeds } = await noticed();
    const refused = await hand.press(told, label, { userId: MEMBER.id });
    expect(refused.content).toMatch(/needs Manage Server/);
    expect(refused.flags).toBe(64);
    expect(now()).toBe(told.content);
    expect(await feeds()).toHaveLength(1);
  },
);

test('a new address takes over what the old one was for, and what it shows counts as read', async () => {
  const { hand, told, now, origin, feedId, feeds, store, herald } = await noticed();
  origin.serve('/moved', rss([{ id: 9 }]).replace('Test feed', 'Moved News'));
  const form = await hand.open(told, 'Change the address');
  expect(form?.components[0]?.component.value).toBe(`${origin.url}/feed`);
  expect((await hand.send(`${origin.url}/nowhere`)).content).toMatch(/no feed at this address/);
  await hand.open(told, 'Change the address');
  await hand.send(`${origin.url}/moved`);
  expect(now()).toMatch(/^✅ .*Moved News.* new address/);
  const [feed, ...others] = await feeds();
  expect(others).toEqual([]);
  expect(feed).toMatchObject({ url: `${origin.url}/moved`, subscriptions: 1 });
  const [subscription] = await store.subscriptions.ofServer(GUILD);
  expect(subscription).toMatchObject({ feedId: feed?.feedId, tags: ['rust'] });
  expect((await store.feeds.get(feedId))?.nextPollAt).toBeUndefined();
  expect((await store.feeds.get(feed?.feedId ?? 0))?.nextPollAt).toBeDefined();
  expect(isClean(herald)).toBe(true);
});

test('Remove asks once more, and whoever comes later is told that the feed is gone', async () => {
  const { hand, told, notice, now, feeds, herald } = await noticed();
  const asked = await hand.press(told, 'Remove');
  expect(asked.content).toMatch(/^Remove .*The News/);
  expect(now()).toBe(told.content);
  const askedToo = await hand.press(told, 'Remove');
  await hand.press(asked, 'Remove');
  expect(await feeds()).toEqual([]);
  expect(now()).toMatch(/^✅ Removed .*The News.* \(<@\d+>\)$/);
  expect(notice()?.components).toEqual([]);
  expect((await hand.press(askedToo, 'Remove')).content).toMatch(/no feeds here|no such feed/);
  expect(isClean(herald)).toBe(true);
});

test('a notice whose feed stays after all keeps its buttons', async () => {
  const { hand, told, notice } = await noticed();
  expect((await hand.press(await hand.press(told, 'Remove'), 'Keep it')).content).toMatch(/ stays\.$/);
  expect(notice()).toMatchObject({ content: told.content, components: told.components });
});

test.each([
  ['/feed info of a feed that fails', false],
  ['a notice', true],
])('%s can change its address among several feeds of a page', async (_, fromNotice) => {
  const { hand, origin, feedId, feeds, told, notice } = await noticed();
  origin.serve('/a', rss([{ id: 1 }]).replace('Test feed', 'A'));
  origin.serve('/b', rss([{ id: 2 }]).replace('Test feed', 'B'));
  const link = (path: string) => `<link rel="alternate" type="application/rss+xml" href="${path}">`;
  origin.serve('/', (_, response) =>
    response.setHeader('content-type', 'text/html').end(`<html>${link('/a')}${link('/b')}`),
  );
  const shown = fromNotice ? told : await hand.run('feed info', { feed: String(feedId) });
  await hand.open(shown, 'Change the address');
  const several = await hand.send(origin.url);
  expect(several.content).toMatch(/2 feeds/);
  const chosen = await hand.choose(several, ['1']);
  expect(chosen.content).toMatch(/B.* new address/);
  expect((await feeds())[0]?.url).toBe(`${origin.url}/b`);
  expect(notice()?.content).toMatch(fromNotice ? /^✅ .*B.* new address/ : /^⛔/);
  expect(notice()?.components).toHaveLength(fromNotice ? 0 : 1);
});
