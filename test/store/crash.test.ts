import { describe, expect, test } from 'vitest';

import { storeOn } from '../../src/store/index.ts';
import { dialects } from '../support/dialects.ts';
import { LEASE, article, feed, poll, sendAll, subscriber } from './world.ts';

const NOW = 50_000;
const shared = dialects.filter((dialect) => dialect.shared);

describe.each(shared)('several processes on $name', ({ open }) => {
  test('what a dead process had claimed comes back by itself when its lease runs out', async () => {
    const { store, db, again } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    await store.articles.record(id, poll([article(2), article(1)], { nextPollAt: NOW }), NOW);
    const [polled] = await store.feeds.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 });
    const [claimed] = await store.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 });
    await db.destroy();

    const { store: later } = await again();
    expect(await later.feeds.claimDue({ now: NOW + 1, leaseMs: LEASE, limit: 1 })).toEqual([]);
    expect(await later.deliveries.claimDue({ now: NOW + 1, leaseMs: LEASE, limit: 1 })).toEqual([]);
    expect(await later.feeds.nextDueAt(NOW)).toBe(NOW + LEASE);
    expect(await later.deliveries.nextDueAt()).toBe(NOW + LEASE);
    expect(await later.feeds.claimDue({ now: NOW + LEASE, leaseMs: LEASE, limit: 1 })).toEqual([polled]);
    const [retried] = await later.deliveries.claimDue({ now: NOW + LEASE, leaseMs: LEASE, limit: 1 });
    expect(retried).toEqual({ ...claimed, attempts: 1, firstTriedAt: NOW });
  });

  test('a start ends the leases of its dead predecessor, and knows what may have been sent', async () => {
    const { store, db, again } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    await store.articles.record(id, poll([article(1)], { nextPollAt: NOW }), NOW);
    await store.feeds.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 });
    const [claimed] = await store.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 });
    await db.destroy();

    const { store: later } = await again();
    await later.recover(NOW);
    expect(await later.feeds.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 })).toHaveLength(1);
    const [retried] = await later.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 });
    expect(retried).toEqual({ ...claimed, attempts: 1, firstTriedAt: NOW });
  });

  test('what a clock that ran ahead has set comes as soon as it was meant to; its tries are looked for from the beginning', async () => {
    const { store, db } = await open();
    const HOURS = 3 * 3_600_000;
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    await subscriber(store, id, '2');
    await store.articles.record(id, poll([article(1)], { nextPollAt: NOW + HOURS + 600 }), NOW + HOURS);
    await store.hosts.pause('other.example', NOW + HOURS + 50);
    const claim = { leaseMs: LEASE, limit: 1 };
    const [first] = await store.deliveries.claimDue({ now: NOW + HOURS, ...claim });
    if (first === undefined) throw new Error('nothing was due');
    const wait = { kind: 'waiting', until: NOW + HOURS + 300, reason: 'Slow.' } as const;
    await store.deliveries.finish(first, wait, NOW + HOURS);
    await store.deliveries.claimDue({ now: NOW + HOURS, ...claim });

    await store.recover(NOW);
    const feeds = await db.selectFrom('feeds').select(['next_poll_at', 'last_polled_at']).execute();
    expect(feeds).toEqual([{ next_poll_at: NOW + 600, last_polled_at: NOW }]);
    expect(await store.hosts.pausedUntil('other.example', NOW)).toBe(NOW + 50);
    const lanes = await db.selectFrom('destinations').select('next_send_at').orderBy('id').execute();
    expect(lanes).toEqual([{ next_send_at: NOW + 300 }, { next_send_at: NOW }]);
    const tried = await store.deliveries.claimDue({ now: NOW + 300, leaseMs: LEASE, limit: 9 });
    expect(tried.map(({ firstTriedAt }) => firstTriedAt)).toEqual([0, 0]);
  });

  test('posts and publishings of a clock that ran ahead count as made now: they use up one hour, not more', async () => {
    const { store } = await open();
    const HOUR = 3_600_000;
    const ahead = NOW + 3 * HOUR;
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    await store.articles.record(id, poll([article(1)], { nextPollAt: ahead }), ahead);
    expect(await sendAll(store, ahead)).toEqual(['1 Title 1']);
    await store.publishings.add({ messageId: '1', channelId: '1' }, ahead);
    await store.publishings.published('1', ahead);
    await store.publishings.add({ messageId: '2', channelId: '1' }, ahead);
    await store.articles.record(id, poll([article(2)], { changed: [article(1, { title: 'Better' })] }), ahead);

    await store.recover(NOW);
    const claim = { leaseMs: LEASE, limit: 9, postsPerHour: 1 };
    expect(await store.deliveries.claimDue({ now: NOW, ...claim })).toEqual([]);
    expect(await store.deliveries.claimDue({ now: NOW + HOUR, ...claim })).toHaveLength(1);
    expect(await store.publishings.lately('1', NOW)).toEqual([NOW]);
    expect(await store.publishings.claimDue({ now: NOW, leaseMs: LEASE, limit: 9 })).toHaveLength(1);
    expect(await store.corrections.claimDue({ now: NOW, leaseMs: LEASE, limit: 9 })).toHaveLength(1);
  });

  test('a start lets a lane that may have used up its limit wait until it is over, and no other', async () => {
    const { store, db, again } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    for (const number of [1, 2, 3, 4]) {
      if (number === 2) await subscriber(store, id, '2');
      await store.articles.record(id, poll([article(number)]), NOW);
      await sendAll(store, NOW + number);
    }
    await store.articles.record(id, poll([article(5)]), NOW + 4);
    await db.destroy();

    const { store: later } = await again();
    await later.recover(NOW + 1000);
    expect(await sendAll(later, NOW + 1000)).toEqual(['2 Title 5']);
    expect(await later.deliveries.nextDueAt()).toBe(NOW + 5004);
    await later.recover(NOW + 5000);
    expect(await sendAll(later, NOW + 5004)).toEqual(['1 Title 5']);
  });

  test('where processes share a database, a start leaves the leases of the living alone', async () => {
    const ground = await open();
    const { id } = await feed(ground.store);
    await subscriber(ground.store, id, '1');
    await ground.db
      .updateTable('feeds')
      .set({ next_poll_at: NOW, claimed_until: NOW + LEASE })
      .execute();
    await storeOn({ ...ground, oneProcess: false }).recover(NOW);
    expect(await ground.store.feeds.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 })).toEqual([]);
  });

  test('a start changes nothing: no feed is due earlier, nothing known is news', async () => {
    const { store, db, again } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    const brought = poll([article(1)], { nextPollAt: NOW + 600 });
    await store.articles.record(id, brought, NOW);
    const before = await store.feeds.get(id);
    await db.destroy();

    const { store: later } = await again();
    expect(await later.feeds.get(id)).toEqual(before);
    expect(await later.feeds.nextDueAt(NOW)).toBe(NOW + 600);
    expect(await later.articles.record(id, brought, NOW)).toMatchObject({ deliveries: 0 });
    expect(await sendAll(later, NOW)).toEqual(['1 Title 1']);
  });

  test('two senders and a poller at once: each article leaves once, in order, and nobody fails on a lock', async () => {
    const [one, two, three] = await openThree();
    const { id } = await feed(one.store);
    for (const address of ['1', '2', '3', '4', '5']) await subscriber(one.store, id, address);
    const poller = async () => {
      for (let number = 1; number <= 20; number++)
        await three.store.articles.record(id, poll([article(number)]), NOW + number);
    };
    const sent: string[] = [];
    const sender = async ({ store }: typeof one) => {
      while (sent.length < 100) {
        const claimed = await store.deliveries.claimDue({ now: NOW + 100, leaseMs: 60_000, limit: 2 });
        if (claimed.length === 0) await new Promise(setImmediate);
        for (const delivery of claimed) {
          sent.push(`${delivery.destination.address} ${delivery.article.title}`);
          await store.deliveries.finish(delivery, { kind: 'sent', messageId: undefined }, NOW + 100);
        }
      }
    };
    await Promise.all([poller(), sender(one), sender(two)]);
    expect(sent).toHaveLength(100);
    for (const address of ['1', '2', '3', '4', '5']) {
      const lane = sent.filter((line) => line.startsWith(`${address} `));
      expect(lane).toEqual(Array.from({ length: 20 }, (_, index) => `${address} Title ${index + 1}`));
    }
  });

  test('two pollers never hold one feed at once', async () => {
    const [one, two] = await openThree();
    for (let index = 0; index < 30; index++) {
      const { id } = await feed(one.store, `https://${index}.example/feed`);
      await subscriber(one.store, id, '1');
    }
    await one.db.updateTable('feeds').set({ next_poll_at: NOW }).execute();
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? one : two).store.feeds.claimDue({ now: NOW, leaseMs: LEASE, limit: 4 }),
      ),
    );
    const ids = claims.flat().map(({ id }) => id);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
  });

  test('two pollers never ask one host at once', async () => {
    const [one, two] = await openThree();
    for (let index = 0; index < 5; index++) {
      const { id } = await feed(one.store, `https://news.example/${index}`);
      await subscriber(one.store, id, '1');
    }
    await one.db.updateTable('feeds').set({ next_poll_at: NOW }).execute();
    const claim = { now: NOW, leaseMs: LEASE, limit: 4 };
    const claims = await Promise.all([one, two, one, two].map(({ store }) => store.feeds.claimDue(claim)));
    expect(claims.flat()).toHaveLength(1);
    await one.store.hosts.pause('news.example', NOW + 10 * LEASE);
    expect(await two.store.feeds.claimDue({ ...claim, now: NOW + 2 * LEASE })).toEqual([]);
  });

  test('a writer that waits for another’s transaction leaves the event loop alone', async () => {
    const [one, two] = await openThree();
    const begun = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    const holding = one.db.transaction().execute(async (trx) => {
      await trx
        .insertInto('feeds')
        .values({ url: 'https://one.example/', poll_url: 'https://one.example/', host: 'one.example', created_at: 1 })
        .execute();
      begun.resolve(undefined);
      await release.promise;
    });
    await begun.promise;
    const waiting = two.store.feeds.add('https://two.example/', 1);
    // Were the wait a blocking one, this timer could not end the transaction that it waits for.
    setTimeout(() => release.resolve(undefined), 30);
    await Promise.all([holding, waiting]);
    expect(await one.db.selectFrom('feeds').select('url').orderBy('url').execute()).toHaveLength(2);
  });

  async function openThree() {
    const ground = await open();
    return [ground, await ground.again(), await ground.again()] as const;
  }
});
