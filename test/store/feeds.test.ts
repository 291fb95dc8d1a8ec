import { describe, expect, test } from 'vitest';

import { dialects } from '../support/dialects.ts';
import { LEASE, article, poll, subscriber } from './world.ts';

const url = (name: number | string) => `https://news.example/${name}`;

describe.each(dialects)('feeds on $name', ({ open }) => {
  test('an address is one feed, however often it is added', async () => {
    const { store } = await open();
    const feed = await store.feeds.add(url('feed'), 1);
    expect(await store.feeds.add(url('feed'), 2)).toEqual(feed);
    expect(await store.feeds.get(feed.id)).toEqual(feed);
    expect(await store.feeds.get(99)).toBeUndefined();
  });

  test('a feed that nobody wants sleeps', async () => {
    const { store } = await open();
    expect((await store.feeds.add(url('feed'), 1)).nextPollAt).toBeUndefined();
    expect(await store.feeds.claimDue({ now: 1e12, leaseMs: LEASE, limit: 9 })).toEqual([]);
    expect(await store.feeds.nextDueAt(0)).toBeUndefined();
  });

  test('those longest due are claimed first, each by one claim until its lease runs out', async () => {
    const { store } = await open();
    const at = (name: number) => `https://${name}.example/feed`;
    for (const [name, dueAt] of [
      [1, 300],
      [2, 100],
      [3, 200],
      [4, 9000],
    ] as const) {
      const { id } = await store.feeds.add(at(name), 0);
      await subscriber(store, id, '1');
      await store.feeds.unchanged(id, { validators: undefined, nextPollAt: dueAt }, 0);
    }
    const claim = async (now: number, limit: number) =>
      (await store.feeds.claimDue({ now, leaseMs: LEASE, limit })).map((feed) => feed.url);
    expect(await store.feeds.nextDueAt(0)).toBe(100);
    expect(await claim(99, 9)).toEqual([]);
    expect(await claim(500, 2)).toEqual([at(2), at(3)]);
    expect(await claim(500, 9)).toEqual([at(1)]);
    expect(await claim(500, 9)).toEqual([]);
    expect(await store.feeds.nextDueAt(500)).toBe(1500);
    expect(await claim(1499, 9)).toEqual([]);
    expect(await claim(1500, 9)).toEqual([at(2), at(3), at(1)]);
  });

  test('a poll that brought nothing ends the lease and keeps the validators, unless it brought new ones', async () => {
    const { store } = await open();
    const { id } = await store.feeds.add(url('feed'), 0);
    await subscriber(store, id, '1');
    const validators = { etag: 'W/"a b"', lastModified: 'Tue, 1 Jan 2030 00:00:00 GMT' };
    await store.articles.record(id, poll([], { validators }), 5);
    await store.feeds.claimDue({ now: 10_000, leaseMs: LEASE, limit: 1 });
    await store.feeds.unchanged(id, { validators: undefined, nextPollAt: 20_000 }, 10_001);
    expect(await store.feeds.get(id)).toMatchObject({ validators, nextPollAt: 20_000 });
    expect(await store.feeds.claimDue({ now: 20_000, leaseMs: LEASE, limit: 1 })).toHaveLength(1);
    const next = { etag: '"2"', lastModified: undefined };
    await store.feeds.unchanged(id, { validators: next, nextPollAt: 30_000 }, 20_001);
    expect((await store.feeds.get(id))?.validators).toEqual(next);
  });

  test('failures are counted from the first in a row, and forgotten at a success', async () => {
    const { store, db } = await open();
    const { id } = await store.feeds.add(url('feed'), 0);
    await subscriber(store, id, '1');
    await store.articles.record(id, poll([]), 0);
    await store.feeds.failed(id, { reason: 'It is down.', nextPollAt: 200 }, 100);
    await store.feeds.failed(id, { reason: 'Still down.', nextPollAt: 300 }, 200);
    expect(await store.feeds.get(id)).toMatchObject({
      failures: 2,
      lastError: 'Still down.',
      nextPollAt: 300,
      validators: poll([]).validators,
    });
    const since = () => db.selectFrom('feeds').select('failing_since').executeTakeFirstOrThrow();
    expect(await since()).toEqual({ failing_since: 100 });
    await store.feeds.unchanged(id, { validators: undefined, nextPollAt: 400 }, 300);
    expect(await store.feeds.get(id)).toMatchObject({ failures: 0, lastError: undefined });
    expect(await since()).toEqual({ failing_since: null });
  });

  test('a subscription wakes a feed at once but never hurries one, and the last to end puts it to sleep', async () => {
    const { store } = await open();
    const { id } = await store.feeds.add(url('feed'), 0);
    const { id: destinationId } = await subscriber(store, id, '1');
    expect((await store.feeds.get(id))?.nextPollAt).toBe(0);
    await store.feeds.unchanged(id, { validators: undefined, nextPollAt: 500 }, 0);
    await store.subscriptions.add({ feedId: id, destinationId, tags: ['a'], except: [] }, 100);
    expect((await store.feeds.get(id))?.nextPollAt).toBe(500);
    const [first, second] = await store.subscriptions.forFeed(id);
    await store.subscriptions.remove(first?.id ?? 0);
    expect((await store.feeds.get(id))?.nextPollAt).toBe(500);
    await store.subscriptions.remove(second?.id ?? 0);
    expect((await store.feeds.get(id))?.nextPollAt).toBeUndefined();
  });

  test('a feed whose last subscription ends during its poll stays asleep after it', async () => {
    const { store } = await open();
    const { id } = await store.feeds.add(url('feed'), 0);
    await subscriber(store, id, '1');
    await store.feeds.claimDue({ now: 1, leaseMs: LEASE, limit: 1 });
    for (const subscription of await store.subscriptions.forFeed(id)) await store.subscriptions.remove(subscription.id);
    const asleep = async () => expect((await store.feeds.get(id))?.nextPollAt).toBeUndefined();
    await store.feeds.unchanged(id, { validators: undefined, nextPollAt: 500 }, 2);
    await asleep();
    await store.feeds.failed(id, { reason: 'It is down.', nextPollAt: 500 }, 2);
    await asleep();
    await store.articles.record(id, poll([article(1)]), 2);
    await asleep();
  });
});
