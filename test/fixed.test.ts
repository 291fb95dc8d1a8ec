import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { CHANNELS, GUILD } from '../src/sandbox/cast.ts';
import { heraldInside } from './support/herald-inside.ts';

test("the feed of FEED_URL and CHANNEL_ID is one of its channel's server, and stays one after a restart", async () => {
  const { store, sandbox, restart } = await heraldInside({
    FEED_URL: 'http://127.0.0.1:1/feed',
    CHANNEL_ID: CHANNELS.text,
  });
  const urls = async () => (await store.servers.feeds(GUILD)).map(({ url }) => url);
  await vi.waitUntil(async () => (await urls()).length > 0, { timeout: 5000 });
  expect(await urls()).toEqual(['http://127.0.0.1:1/feed']);
  const [before, ...others] = await store.subscriptions.ofServer(GUILD);
  expect(others).toEqual([]);
  expect(before).toMatchObject({ fixed: true, destination: { address: sandbox.channels.text, serverId: GUILD } });
  await restart();
  await setTimeout(200);
  expect(await store.subscriptions.ofServer(GUILD)).toEqual([before]);
});
