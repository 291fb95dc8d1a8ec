import { expect, test } from 'vitest';
import { GUILD } from '../../src/sandbox/cast.ts';
import { inside, labelsOf } from './feeds.ts';
import { rss } from '../support/origin.ts';
import { stock } from '../support/library.ts';

/** A feed that was there once, and then answered 410. */
async function givenUp() {
  const herald = await inside();
  const url = `${herald.origin.url}/feed`;
  const feedId = await stock(herald.store, GUILD, [{ title: 'One' }], { url, title: 'The News' });
  const gone = { reason: 'It answered 410.', nextPollAt: 0, disables: true };
  await herald.store.feeds.failed(feedId, gone, Date.now());
  return { ...herald, feedId, feed: String(feedId) };
}

test('/feed info of a feed that was given up says since when and why, and what to do', async () => {
  const { hand, feed } = await givenUp();
  const shown = await hand.run('feed info', { feed });
  expect(shown.embeds[0]?.fields?.[0]?.value).toMatch(/^⛔ I stopped asking <t:\d+:R>: It answered 410\.\n.*Try again/);
  expect(labelsOf(shown)).toEqual(['Try again', 'Change the address', 'Remove']);
  expect((await hand.press(shown, 'Remove')).content).toMatch(/^Remove /);
});

test('a feed that answers again is asked again', async () => {
  const { hand, feed, feedId, store, origin } = await givenUp();
  origin.serve('/feed', rss([{ id: 1 }]));
  const tried = await hand.press(await hand.run('feed info', { feed }), 'Try again');
  expect(tried.content).toMatch(/can be read again/);
  expect(labelsOf(tried)).toContain('Pause');
  expect((await store.feeds.health(feedId, GUILD, Date.now()))?.nextPollAt).toBeDefined();
});

test('a feed that still fails says how', async () => {
  const { hand, feed, origin } = await givenUp();
  origin.serve('/feed', (_, response) => response.writeHead(410).end());
  const tried = await hand.press(await hand.run('feed info', { feed }), 'Try again');
  expect(tried.content).toMatch(/still could not read it: 127\.0\.0\.1 answered 410/);
  expect(labelsOf(tried)).toEqual(['Try again', 'Change the address', 'Remove']);
});

test('a paused feed that fails when it is resumed says how', async () => {
  const { hand, store, origin } = await inside();
  const url = `${origin.url}/feed`;
  const feed = String(await stock(store, GUILD, [{ title: 'One' }], { url, title: 'The News' }));
  origin.serve('/feed', (_, response) => response.writeHead(404).end());
  await hand.run('feed pause', { feed });
  expect((await hand.run('feed resume', { feed })).content).toMatch(/^Resumed .*, but I could not read it: .* 404/);
});
