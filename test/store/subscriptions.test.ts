import { describe, expect, test } from 'vitest';

import { dialects } from '../support/dialects.ts';
import { LEASE, article, channel, feed, poll, sendAll, subscriber } from './world.ts';

const NOW = 50_000;

describe.each(dialects)('subscriptions on $name', ({ open }) => {
  test('a subscription is kept with its tags folded', async () => {
    const { store } = await open();
    const { id: feedId } = await store.feeds.add('https://news.example/feed', 0);
    const { id: destinationId } = await channel(store, '1');
    const made = await store.subscriptions.add(
      { feedId, destinationId, tags: ['Node.js', 'nodejs', 'a'], except: ['#B'] },
      NOW,
    );
    expect(made).toEqual({
      ...{ id: made.id, feedId, destinationId, tags: ['nodejs', 'a'], except: ['b'] },
      ...{ serverId: undefined, memberId: undefined, author: undefined, pingRole: undefined },
    });
    const plain = await store.subscriptions.add({ feedId, destinationId, tags: [], except: [] }, NOW);
    expect(await store.subscriptions.forFeed(feedId)).toMatchObject([made, plain]);
  });

  test('an ended subscription brings nothing more; what is owed already is still sent', async () => {
    const { store, db } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1', { tags: ['a'], except: ['b'] });
    await store.articles.record(id, poll([article(1, { tags: ['a'] })]), NOW);
    for (const subscription of await store.subscriptions.forFeed(id)) await store.subscriptions.remove(subscription.id);
    await store.subscriptions.remove(99);
    expect(await store.articles.record(id, poll([article(2, { tags: ['a'] })]), NOW)).toMatchObject({ deliveries: 0 });
    expect(await sendAll(store, NOW)).toEqual(['1 Title 1']);
    expect(await db.selectFrom('subscription_tags').selectAll().execute()).toEqual([]);
  });

  test('a subscription to a feed or a destination that is not there is refused whole', async () => {
    const { store, db } = await open();
    const { id: destinationId } = await channel(store, '1');
    await expect(store.subscriptions.add({ feedId: 99, destinationId, tags: [], except: [] }, NOW)).rejects.toThrow();
    expect(await db.selectFrom('subscription_tags').selectAll().execute()).toEqual([]);
  });

  test('a destination is one row for each kind and address', async () => {
    const { store } = await open();
    const one = await channel(store, '1');
    expect(await channel(store, '1')).toEqual(one);
    expect((await channel(store, '2')).id).not.toBe(one.id);
  });

  test('the settings’ subscription holds, moves with them, and ends with them; others are left alone', async () => {
    const { store } = await open();
    const [one, two] = [await feed(store, 'https://one.example/'), await feed(store, 'https://two.example/')];
    const [here, there] = [await channel(store, 'here'), await channel(store, 'there')];
    await subscriber(store, two.id, 'by-hand');
    const leads = async (feedId: number) =>
      (await store.subscriptions.forFeed(feedId)).map((each) => each.destinationId);

    await store.subscriptions.setFixed({ feedId: one.id, destinationId: here.id }, NOW);
    const [first] = await store.subscriptions.forFeed(one.id);
    await store.subscriptions.setFixed({ feedId: one.id, destinationId: here.id }, NOW);
    expect(await store.subscriptions.forFeed(one.id)).toEqual([first]);

    await store.subscriptions.setFixed({ feedId: two.id, destinationId: there.id }, NOW);
    expect(await leads(one.id)).toEqual([]);
    expect(await leads(two.id)).toHaveLength(2);
    expect((await store.feeds.get(one.id))?.nextPollAt).toBeUndefined();

    await store.subscriptions.setFixed(undefined, NOW);
    expect(await leads(two.id)).toHaveLength(1);
  });

  test('a restart or another channel does not make the settings’ feed be polled early', async () => {
    const { store } = await open();
    const { id: feedId } = await feed(store);
    const [here, there] = [await channel(store, 'here'), await channel(store, 'there')];
    await store.subscriptions.setFixed({ feedId, destinationId: here.id }, 0);
    await store.feeds.unchanged(feedId, { validators: undefined, nextPollAt: 90_000 }, 1);
    for (const { id: destinationId } of [here, there, there])
      await store.subscriptions.setFixed({ feedId, destinationId }, NOW);
    expect(await store.feeds.nextDueAt(0)).toBe(90_000);
  });

  test('a start opens the settings’ channel again', async () => {
    const { store } = await open();
    const { id: feedId } = await feed(store);
    const { id: destinationId } = await channel(store, '1');
    await store.subscriptions.setFixed({ feedId, destinationId }, NOW);
    await store.articles.record(feedId, poll([article(1)]), NOW);
    const [delivery] = await store.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 });
    if (delivery === undefined) throw new Error('nothing was claimed');
    await store.deliveries.finish(delivery, { kind: 'closed', reason: 'No access.' }, NOW);
    await store.subscriptions.setFixed({ feedId, destinationId }, NOW);
    expect(await store.articles.record(feedId, poll([article(2)]), NOW)).toMatchObject({ deliveries: 1 });
  });
});
