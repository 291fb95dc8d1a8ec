import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD } from '../../src/sandbox/cast.ts';
import { rss } from '../support/origin.ts';
import { stock } from '../support/library.ts';
import { heraldInside as inside } from '../support/herald-inside.ts';

const { text, announcement } = CHANNELS;
type Inside = Awaited<ReturnType<typeof inside>>;

const told = ({ sandbox }: Inside) =>
  sandbox.state.messages(text).map(({ content, mentions }) => ({ content, mentions }));
const untilTold = (herald: Inside, count: number) =>
  vi.waitUntil(() => told(herald).length >= count, { timeout: 10_000, interval: 50 });

async function giveUp({ store }: Inside): Promise<void> {
  const feedId = await stock(store, GUILD, [{ title: 'One' }], {
    url: 'http://127.0.0.1:9/feed',
    title: 'The @everyone News',
  });
  await store.feeds.failed(feedId, { reason: 'It answered 410.', nextPollAt: 0, disables: true }, Date.now());
}

test('a feed that is given up is told once in the channel for notices, with what to do', async () => {
  const herald = await inside();
  await herald.hand.run('settings notices', { channel: text });
  await giveUp(herald);
  await untilTold(herald, 1);
  await setTimeout(1_500);
  const [notice, ...others] = told(herald);
  expect(notice?.content).toMatch(
    /I stopped asking for \*\*The @\u200beveryone News\*\*\. It answered 410\.\nWho manages this server can /,
  );
  expect(others).toEqual([]);
});

test('a notice waits for its channel to be chosen', async () => {
  const herald = await inside();
  await giveUp(herald);
  await setTimeout(1_200);
  expect(told(herald)).toEqual([]);
  await herald.hand.run('settings notices', { channel: text });
  await untilTold(herald, 1);
});

test('a notice that Discord stored before its answer was lost is told once', async () => {
  const herald = await inside();
  await herald.hand.run('settings notices', { channel: text });
  await fetch(`${herald.sandbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ match: 'POST /channels/*/messages', times: 1, after: true, reset: true }),
  });
  await giveUp(herald);
  await untilTold(herald, 1);
  await herald.restart();
  await setTimeout(2_000);
  expect(told(herald)).toHaveLength(1);
});

test('a channel that is gone is told, and why', async () => {
  const herald = await inside();
  const { origin, hand, sandbox } = herald;
  await hand.run('settings notices', { channel: text });
  origin.serve('/feed', rss([{ id: 1 }]));
  const preview = await hand.run('feed add', { url: `${origin.url}/feed`, channel: announcement });
  await hand.press(preview, 'Add');
  await fetch(`${sandbox.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      match: `POST /channels/${announcement}/messages`,
      status: 404,
      body: { code: 10003, message: 'Unknown Channel' },
    }),
  });
  origin.serve('/feed', rss([{ id: 2 }, { id: 1 }]));
  await untilTold(herald, 1);
  expect(told(herald)[0]?.content).toMatch(/I stopped posting in <#\d+>\. The channel no longer exists\./);
});
