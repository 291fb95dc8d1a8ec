import { describe, expect, test } from 'vitest';

import type { Delivery } from '../../src/model/delivery.ts';
import type { Store } from '../../src/store/index.ts';
import { EVERY_TAG } from '../../src/store/match.ts';
import { dialects } from '../support/dialects.ts';
import { LEASE, article, crowd, feed, poll, sendAll, stored, subscriber } from './world.ts';

const NOW = 50_000;

const claim = (store: Store, now = NOW, limit = 9) => store.deliveries.claimDue({ now, leaseMs: LEASE, limit });

async function claimOne(store: Store, now = NOW): Promise<Delivery> {
  const [delivery] = await claim(store, now, 1);
  if (delivery === undefined) throw new Error('nothing was claimed');
  return delivery;
}

/** A feed whose articles 1 to `count` wait in each of the lanes. */
async function waiting(store: Store, count: number, ...addresses: readonly string[]): Promise<void> {
  const { id } = await feed(store);
  for (const address of addresses) await subscriber(store, id, address);
  await store.articles.record(id, poll(Array.from({ length: count }, (_, index) => article(count - index))), NOW);
}

describe.each(dialects)('deliveries on $name', ({ open }) => {
  test('a claim holds all that a post needs', async () => {
    const { store } = await open();
    await waiting(store, 1, '1');
    const delivery = await claimOne(store);
    expect(delivery).toMatchObject({
      article: { ...stored(article(1)), firstSeenAt: NOW },
      feed: { url: 'https://news.example/feed', title: 'News', link: 'https://news.example/' },
      destination: { kind: 'channel', address: '1' },
      pings: [],
      look: 'full',
      attempts: 0,
      forbiddenTries: 0,
      firstTriedAt: undefined,
    });
    expect(delivery.nonce).toMatch(/^[\w-]{25}$/);
  });

  test('a lane gives one delivery at a time, in order; lanes side by side', async () => {
    const { store } = await open();
    await waiting(store, 2, '1', '2');
    const first = await claim(store);
    expect(first.map(({ article, destination }) => destination.address + article.title)).toEqual([
      '1Title 1',
      '2Title 1',
    ]);
    expect(await claim(store)).toEqual([]);
    for (const delivery of first) await store.deliveries.finish(delivery, { kind: 'sent', messageId: undefined }, NOW);
    expect((await claim(store)).map(({ article }) => article.title)).toEqual(['Title 2', 'Title 2']);
  });

  test('a lane of many does not delay another’s first', async () => {
    const { store } = await open();
    await waiting(store, 50, 'long');
    const other = await feed(store, 'https://other.example/feed');
    await subscriber(store, other.id, 'short');
    await store.articles.record(other.id, poll([article(1)]), NOW + 1);
    const order: string[] = [];
    for (let now = NOW + 2; now < NOW + 5; now++) {
      const delivery = await claimOne(store, now);
      order.push(delivery.destination.address);
      await store.deliveries.finish(delivery, { kind: 'sent', messageId: undefined }, now);
    }
    expect(order).toEqual(['long', 'short', 'long']);
  });

  test('10,000 lanes of one server do not delay another’s first', async () => {
    const { store, db } = await open();
    const big = await feed(store, 'https://big.example/feed');
    await crowd(db, big.id, 10_000, () => EVERY_TAG);
    await db.updateTable('destinations').set({ server_id: 'big' }).execute();
    await store.articles.record(big.id, poll([article(1)]), NOW);
    const order: string[] = [];
    const next = async (now: number) => {
      const delivery = await claimOne(store, now);
      order.push(delivery.destination.serverId ?? 'none');
      await store.deliveries.finish(delivery, { kind: 'sent', messageId: undefined }, now);
    };
    await next(NOW);
    const small = await feed(store, 'https://small.example/feed');
    for (const serverId of ['another', undefined, 'small']) {
      const { id } = await store.destinations.ensure({ kind: 'channel', address: `of ${serverId}`, serverId });
      await store.subscriptions.add({ feedId: small.id, destinationId: id, tags: [], except: [] }, NOW);
    }
    await store.articles.record(small.id, poll([article(1), article(2)]), NOW + 1);
    for (let turn = 0; turn < 10; turn++) await next(NOW + 2);
    expect(order).toEqual([
      'big',
      ...['small', 'none', 'another', 'big'],
      ...['small', 'none', 'another', 'big'],
      ...['big', 'big'],
    ]);
  });

  test('a sent delivery has its message and its time, and is never claimed again', async () => {
    const { store, db } = await open();
    await waiting(store, 1, '1');
    await store.deliveries.finish(await claimOne(store), { kind: 'sent', messageId: '77' }, NOW + 5);
    expect(await store.deliveries.nextDueAt()).toBeUndefined();
    expect(await claim(store, NOW + 1e9)).toEqual([]);
    const row = await db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      state: 'sent',
      message_id: '77',
      finished_at: NOW + 5,
      first_tried_at: NOW,
      attempts: 1,
      reason: null,
    });
  });

  test('a wait pauses the whole lane, and the same article comes first afterwards', async () => {
    const { store, db } = await open();
    await waiting(store, 2, '1', '2');
    const [first, second] = await claim(store);
    if (first === undefined || second === undefined) throw new Error('two lanes were due');
    await store.deliveries.finish(first, { kind: 'waiting', until: NOW + 500, reason: 'Discord is slow.' }, NOW);
    await store.deliveries.finish(second, { kind: 'sent', messageId: undefined }, NOW);
    expect((await claim(store)).map(({ destination }) => destination.address)).toEqual(['2']);
    const row = await db.selectFrom('deliveries').selectAll().where('id', '=', first.id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'waiting', reason: 'Discord is slow.' });
    const again = await claimOne(store, NOW + 500);
    expect(again).toMatchObject({
      id: first.id,
      attempts: 1,
      firstTriedAt: NOW,
      forbiddenTries: 0,
      nonce: first.nonce,
    });
  });

  test('a call that came too early was no try, and pauses the lane all the same', async () => {
    const { store } = await open();
    await waiting(store, 1, '1');
    const early = await claimOne(store);
    const verdict = { kind: 'waiting', until: NOW + 500, reason: 'Early.', untried: true } as const;
    await store.deliveries.finish(early, verdict, NOW);
    expect(await claim(store, NOW + 499)).toEqual([]);
    expect(await claimOne(store, NOW + 500)).toEqual(early);
  });

  test('who is at work on a lane is not given it again, however long that takes', async () => {
    const { store } = await open();
    await waiting(store, 1, '1', '2');
    const [first, second] = await claim(store);
    if (first === undefined || second === undefined) throw new Error('two lanes were due');
    const except = [first.destination.id];
    const late = { now: NOW + LEASE, leaseMs: LEASE, limit: 9, except };
    expect((await store.deliveries.claimDue(late)).map(({ id }) => id)).toEqual([second.id]);
    expect(await store.deliveries.nextDueAt(except)).toBe(NOW + 2 * LEASE);
  });

  test('a new article does not wake a lane that pauses', async () => {
    const { store } = await open();
    await waiting(store, 1, '1');
    await store.deliveries.finish(await claimOne(store), { kind: 'waiting', until: NOW + 500, reason: 'Slow.' }, NOW);
    const { id } = await store.feeds.add('https://news.example/feed', NOW);
    await store.articles.record(id, poll([article(2)]), NOW);
    expect(await store.deliveries.nextDueAt()).toBe(NOW + 500);
    expect(await sendAll(store, NOW + 500)).toEqual(['1 Title 1', '1 Title 2']);
  });

  test('refusals in a row are counted on the destination until a success', async () => {
    const { store } = await open();
    await waiting(store, 2, '1');
    for (const tries of [0, 1]) {
      const delivery = await claimOne(store);
      expect(delivery.forbiddenTries).toBe(tries);
      await store.deliveries.finish(delivery, { kind: 'waiting', until: NOW, reason: 'No.', forbidden: true }, NOW);
    }
    const slow = await claimOne(store);
    await store.deliveries.finish(slow, { kind: 'waiting', until: NOW, reason: 'Slow.' }, NOW);
    const third = await claimOne(store);
    expect(third.forbiddenTries).toBe(2);
    await store.deliveries.finish(third, { kind: 'sent', messageId: undefined }, NOW);
    expect((await claimOne(store)).forbiddenTries).toBe(0);
  });

  test('an abandoned delivery keeps its reason, and those behind it go on', async () => {
    const { store, db } = await open();
    await waiting(store, 2, '1');
    const delivery = await claimOne(store);
    await store.deliveries.finish(delivery, { kind: 'abandoned', reason: 'Discord refuses it.' }, NOW);
    expect((await claimOne(store)).article.title).toBe('Title 2');
    const row = await db.selectFrom('deliveries').selectAll().where('id', '=', delivery.id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'abandoned', reason: 'Discord refuses it.', finished_at: NOW });
  });

  test('a closed destination takes its waiting deliveries with it, and no other’s', async () => {
    const { store, db } = await open();
    await waiting(store, 3, '1', '2');
    const delivery = await claimOne(store);
    await store.deliveries.finish(delivery, { kind: 'closed', reason: 'The channel is gone.' }, NOW);
    const rows = await db
      .selectFrom('deliveries')
      .select(['state', 'reason', 'finished_at'])
      .where('destination_id', '=', delivery.destination.id)
      .execute();
    expect(rows).toEqual(Array(3).fill({ state: 'abandoned', reason: 'The channel is gone.', finished_at: NOW }));
    expect(
      await db
        .selectFrom('destinations')
        .select(['closed_at', 'closed_reason'])
        .where('id', '=', delivery.destination.id)
        .execute(),
    ).toEqual([{ closed_at: NOW, closed_reason: 'The channel is gone.' }]);
    expect(await sendAll(store, NOW)).toEqual(['2 Title 1', '2 Title 2', '2 Title 3']);
  });

  test('a claim that was not begun is given back as it was', async () => {
    const { store } = await open();
    await waiting(store, 1, '1');
    const untouched = await claimOne(store);
    await store.deliveries.release([untouched]);
    const retried = await claimOne(store, NOW + 1);
    expect(retried).toEqual(untouched);
    await store.deliveries.finish(retried, { kind: 'waiting', until: NOW + 2, reason: 'Slow.' }, NOW + 1);
    const second = await claimOne(store, NOW + 2);
    await store.deliveries.release([second]);
    expect(await claimOne(store, NOW + 3)).toEqual(second);
  });

  test('a lease that ran out is claimed again, and the late sender may only say that it sent', async () => {
    const { store, db } = await open();
    await waiting(store, 2, '1');
    const late = await claimOne(store);
    expect(await store.deliveries.nextDueAt()).toBe(NOW + LEASE);
    expect(await claim(store, NOW + LEASE - 1)).toEqual([]);
    const current = await claimOne(store, NOW + LEASE);
    expect(current).toMatchObject({ id: late.id, attempts: 1, firstTriedAt: NOW });

    await store.deliveries.release([late]);
    for (const kind of ['abandoned', 'closed'] as const)
      await store.deliveries.finish(late, { kind, reason: 'Late.' }, NOW + LEASE);
    await store.deliveries.finish(late, { kind: 'waiting', until: NOW + 9e9, reason: 'Late.' }, NOW + LEASE);
    expect(await claim(store, NOW + LEASE)).toEqual([]);
    await store.deliveries.finish(late, { kind: 'sent', messageId: '77' }, NOW + LEASE);
    expect(await claim(store, NOW + LEASE)).toEqual([]);

    await store.deliveries.finish(current, { kind: 'waiting', until: NOW + LEASE, reason: 'Slow.' }, NOW + LEASE);
    const row = await db.selectFrom('deliveries').selectAll().where('id', '=', late.id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'sent', message_id: '77' });
    expect(await sendAll(store, NOW + LEASE)).toEqual(['1 Title 2']);
  });

  test('a lane whose articles are gone falls silent', async () => {
    const { store, db } = await open();
    await waiting(store, 2, '1');
    await db.deleteFrom('feeds').execute();
    expect(await claim(store)).toEqual([]);
    expect(await store.deliveries.nextDueAt()).toBeUndefined();
  });

  test('deliveries finished at the same time are each recorded', async () => {
    const { store, db } = await open();
    await waiting(store, 1, ...Array.from({ length: 250 }, (_, index) => String(index)));
    const deliveries = await claim(store, NOW, 250);
    await Promise.all(
      deliveries.map((each) => store.deliveries.finish(each, { kind: 'sent', messageId: String(each.id) }, NOW)),
    );
    const rows = await db.selectFrom('deliveries').select(['id', 'message_id']).where('state', '=', 'sent').execute();
    expect(rows.filter((row) => row.message_id === String(row.id))).toHaveLength(250);
  });

  test('the nonce tells deliveries apart, and is the same in another database', async () => {
    const [one, two] = [await open(), await open()];
    await waiting(one.store, 1, 'a', 'b');
    await waiting(two.store, 1, 'b', 'a');
    const nonces = async (store: Store) => (await claim(store)).map(({ nonce }) => nonce).toSorted();
    const first = await nonces(one.store);
    expect(new Set(first).size).toBe(2);
    expect(await nonces(two.store)).toEqual(first);
  });
});
