import { expect, test, vi } from 'vitest';
import { confirm, hubWorld, push, type HubWorld } from './hub-world.ts';

const DAY_MS = 86_400_000;

/** A world whose feed is subscribed at its hub for ten days. */
async function subscribed(): Promise<{ readonly world: HubWorld; readonly asked: URLSearchParams }> {
  const world = await hubWorld();
  world.publish({ id: 1, published: world.clock.now - 1000 });
  await world.poll();
  const asked = await world.hubsAsked(1);
  expect(await confirm(asked, { lease_seconds: '864000' })).toEqual({ status: 200, body: 'a&b c' });
  return { world, asked };
}

const nextPollIn = async ({ store, feedId, clock }: HubWorld) =>
  (((await store.feeds.get(feedId))?.nextPollAt ?? Infinity) - clock.now) / 1000;

test('a feed’s hub is asked to tell of news, and may confirm that only as it was asked', async () => {
  const world = await hubWorld();
  world.publish({ id: 1, published: world.clock.now - 1000 });
  expect(await world.poll()).toBeLessThan(700);
  const asked = await world.hubsAsked(1);
  expect(asked.get('hub.mode')).toBe('subscribe');
  expect(asked.get('hub.topic')).toBe(`${world.origin.url}/feed`);
  expect(asked.get('hub.callback')).toMatch(/\/behind\/a\/proxy\/websub\/[\w-]{43}$/);
  expect(asked.get('hub.secret')).toMatch(/^[\w-]{43}$/);
  expect(Number(asked.get('hub.lease_seconds'))).toBe(864_000);

  expect((await confirm(asked, { topic: 'https://other.example/feed' })).status).toBe(404);
  expect((await confirm(asked, { mode: 'unsubscribe' })).status).toBe(404);
  expect((await confirm(asked, { mode: 'dance' })).status).toBe(404);
  const forged = new URLSearchParams(asked);
  forged.set('hub.callback', (asked.get('hub.callback') ?? '').replace(/.{43}$/, 'A'.repeat(43)));
  expect((await confirm(forged)).status).toBe(404);
  expect(await push(forged, 'sha256')).toBe(404);
  expect((await world.store.hubs.lease(world.feedId))?.leaseUntil).toBeUndefined();
  expect((await confirm(asked)).body).toBe('a&b c');
  expect((await world.store.hubs.lease(world.feedId))?.leaseUntil).toBe(world.clock.now + 10 * DAY_MS);
});

test('a confirmation that nobody has asked for lately is refused', async () => {
  const { world, asked } = await subscribed();
  world.clock.now += 2 * DAY_MS;
  expect((await confirm(asked)).status).toBe(404);
});

test('beside a hub that holds its word a feed is polled a quarter as often, and at once when the hub speaks', async () => {
  const { world, asked } = await subscribed();
  const restSeconds = await world.poll();
  expect(restSeconds).toBeGreaterThan(2_300);
  expect(restSeconds).toBeLessThan(2_700);
  for (const method of ['sha1', 'sha256', 'sha384', 'sha512']) {
    world.clock.now += 1_000;
    await world.poll();
    world.clock.now += 300_000;
    expect(await push(asked, method)).toBe(202);
    expect(await nextPollIn(world)).toBe(0);
  }
});

test('a cache that holds the old document back is asked again as if there were no hub', async () => {
  const { world, asked } = await subscribed();
  world.clock.now += 120_000;
  await push(asked, 'sha256');
  expect(await world.poll()).toBeLessThan(700);
});

test('a hub that speaks all the time makes Herald ask once a minute at most', async () => {
  const { world, asked } = await subscribed();
  await world.poll();
  world.clock.now += 5_000;
  await push(asked, 'sha256');
  expect(await nextPollIn(world)).toBe(55);
});

test('a wrong signature is answered like a right one, and changes nothing', async () => {
  const { world, asked } = await subscribed();
  await world.poll();
  const before = await nextPollIn(world);
  expect(await push(asked, 'sha256', 'another secret')).toBe(202);
  expect(await push(asked, 'md5')).toBe(202);
  const callback = asked.get('hub.callback') ?? '';
  expect((await fetch(callback, { method: 'POST', body: 'x' })).status).toBe(202);
  expect((await fetch(callback, { method: 'POST', body: 'x'.repeat(10_500_000) })).status).toBe(413);
  expect(await nextPollIn(world)).toBe(before);
  expect((await world.store.hubs.lease(world.feedId))?.notifiedAt).toBeUndefined();
});

test('a hub that speaks while its feed is polled is heard after the poll', async () => {
  const { world, asked } = await subscribed();
  world.clock.now += 3_600_000;
  world.origin.serve('/feed', (_, response) => {
    void push(asked, 'sha256').then(() => response.writeHead(200).end(world.page({ id: 1 })));
  });
  expect(await world.poll()).toBeLessThanOrEqual(60);
});

test('a lease is renewed before it ends, at the same address', async () => {
  const { world, asked } = await subscribed();
  world.clock.now += 7 * DAY_MS;
  await world.restart();
  expect(world.asked).toHaveLength(1);
  world.clock.now += DAY_MS + 1;
  const renewed = await world.hubsAsked(2);
  expect([...renewed]).toEqual([...asked]);
  await confirm(renewed, { lease_seconds: '864000' });
  expect((await world.store.hubs.lease(world.feedId))?.leaseUntil).toBe(world.clock.now + 10 * DAY_MS);
});

test('a lease that ran out leaves the feed polled as ever', async () => {
  const { world } = await subscribed();
  expect(await world.poll()).toBeGreaterThan(2_000);
  world.clock.now += 11 * DAY_MS;
  expect(await world.poll()).toBeLessThan(700);
});

test('what was asked before a restart is confirmed after it; what was never confirmed is asked again', async () => {
  const world = await hubWorld();
  world.publish({ id: 1, published: world.clock.now - 1000 });
  await world.poll();
  const asked = await world.hubsAsked(1);
  await world.restart();
  world.clock.now += 11 * 60_000;
  expect([...(await world.hubsAsked(2))]).toEqual([...asked]);
  expect((await confirm(asked)).status).toBe(200);
});

test('a hub that refuses, at once or later, leaves the feed polled as ever, and is asked anew in a day', async () => {
  const { world, asked } = await subscribed();
  expect((await confirm(asked, { mode: 'denied', reason: 'Too many.' })).status).toBe(200);
  expect(await world.poll()).toBeLessThan(700);
  world.clock.now += DAY_MS + 1;
  await world.hubsAsked(2);
});

test('a hub that answers with an error is asked again, ever later', async () => {
  const world = await hubWorld(400);
  world.publish({ id: 1, published: world.clock.now - 1000 });
  await world.poll();
  await world.hubsAsked(1);
  for (const [index, minutes] of [10, 20, 40].entries()) {
    world.clock.now += minutes * 60_000 + 1;
    await world.hubsAsked(index + 2);
  }
  expect(await world.poll()).toBeLessThan(700);
});

test('a hub that says nothing of two novelties is not relied on, until it speaks', async () => {
  const { world, asked } = await subscribed();
  for (const id of [2, 3]) {
    world.clock.now += 7_200_000;
    world.publish({ id, published: world.clock.now - 1000 }, { id: 1, published: world.clock.now - 2000 });
    await world.poll();
  }
  expect(await world.poll()).toBeLessThan(700);
  await push(asked, 'sha256');
  world.clock.now += 7_200_000;
  expect(await world.poll()).toBeGreaterThan(2_000);
});

test('a feed that nobody wants any more is unsubscribed from, and its hub then calls nobody', async () => {
  const { world, asked } = await subscribed();
  for (const { id } of await world.store.subscriptions.forFeed(world.feedId))
    await world.store.subscriptions.remove(id);
  const ended = await world.hubsAsked(2);
  expect(ended.get('hub.mode')).toBe('unsubscribe');
  expect(ended.get('hub.callback')).toBe(asked.get('hub.callback'));
  expect((await confirm(ended)).status).toBe(200);
  expect((await confirm(ended)).status).toBe(404);
  expect(await push(asked, 'sha256')).toBe(404);
});

test('a hub that a feed names no more is forgotten; one that it names later is given another address', async () => {
  const { world, asked } = await subscribed();
  world.origin.serve('/feed', '<rss version="2.0"><channel><title>No hub</title></channel></rss>');
  await world.poll();
  expect(await push(asked, 'sha256')).toBe(404);
  expect(await world.store.hubs.lease(world.feedId)).toBeUndefined();
  world.publish({ id: 2, published: world.clock.now });
  await world.poll();
  expect((await world.hubsAsked(2)).get('hub.callback')).not.toBe(asked.get('hub.callback'));
});

test('a hub inside is not asked', async () => {
  const world = await hubWorld(202, false);
  world.publish({ id: 1, published: world.clock.now - 1000 });
  await world.poll();
  await vi.waitUntil(async () => (await world.store.hubs.nextDueAt()) !== world.clock.now, { timeout: 5_000 });
  expect(world.asked).toEqual([]);
});
