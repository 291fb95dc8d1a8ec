import { describe, expect, test } from 'vitest';

import type { Store } from '../../src/store/index.ts';
import { dialects } from '../support/dialects.ts';
import { LEASE, article, channel, feed, poll, sendAll } from './world.ts';

const NOW = 50_000;
const HERE = '100';
const THERE = '200';

/** A wish for every feed of a server, or one, led to a channel of it. */
async function lead(store: Store, address: string, wish: { serverId?: string; feedId?: number; tags?: string[] }) {
  const serverId = wish.serverId ?? HERE;
  const { id: destinationId } = await store.destinations.ensure({ kind: 'channel', address, serverId });
  return await store.subscriptions.add({ tags: [], except: [], ...wish, serverId, destinationId }, NOW);
}

describe.each(dialects)('servers on $name', ({ open }) => {
  test('a server that nobody knows has the defaults, and keeps what is changed', async () => {
    const { store } = await open();
    const rest = { id: HERE, asFeed: false, publishes: false, postsPerHour: undefined };
    expect(await store.servers.get(HERE)).toEqual({ ...rest, noticesChannel: undefined, look: 'full' });
    await store.servers.change(HERE, { look: 'link' }, NOW);
    await store.servers.change(HERE, { noticesChannel: '5' }, NOW);
    expect(await store.servers.get(HERE)).toEqual({ ...rest, noticesChannel: '5', look: 'link' });
    await store.servers.change(HERE, { noticesChannel: null }, NOW);
    await store.servers.change(HERE, {}, NOW);
    expect(await store.servers.get(HERE)).toEqual({ ...rest, noticesChannel: undefined, look: 'link' });
  });

  test('a feed is polled while a server has it, and sleeps when the last one gives it up', async () => {
    const { store } = await open();
    const { id } = await store.feeds.add('https://news.example/feed', 0);
    expect(await store.servers.addFeed(HERE, id, 'ada', NOW)).toBe(true);
    expect(await store.servers.addFeed(HERE, id, 'bob', NOW + 1)).toBe(false);
    await store.servers.addFeed(THERE, id, 'bob', NOW);
    expect(await store.servers.feeds(HERE)).toMatchObject([{ feedId: id, addedBy: 'ada', subscriptions: 0 }]);
    expect(await store.servers.countFeeds(HERE)).toBe(1);
    await store.servers.removeFeed(HERE, id);
    expect((await store.feeds.get(id))?.nextPollAt).toBe(NOW);
    expect(await store.servers.removeFeed(THERE, id)).toBe(true);
    expect(await store.servers.removeFeed(THERE, id)).toBe(false);
    expect((await store.feeds.get(id))?.nextPollAt).toBeUndefined();
  });

  test('a feed that a server gives up takes that server’s subscriptions to it along, and no other’s', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await lead(store, '1', { feedId: id });
    await lead(store, '2', {});
    await lead(store, '3', { feedId: id, serverId: THERE });
    await store.servers.removeFeed(HERE, id);
    expect(await store.subscriptions.ofServer(HERE)).toMatchObject([{ feedId: undefined }]);
    await store.articles.record(id, poll([article(1)]), NOW);
    expect(await sendAll(store, NOW)).toEqual(['3 Title 1']);
  });

  test('a subscription to every feed gets those added later, and none of another server', async () => {
    const { store } = await open();
    await lead(store, '1', { tags: ['a'] });
    const [ours, theirs] = [await feed(store, 'https://ours.example/'), await feed(store, 'https://theirs.example/')];
    await store.servers.addFeed(HERE, ours.id, 'ada', NOW);
    await store.servers.addFeed(THERE, theirs.id, 'bob', NOW);
    await store.articles.record(ours.id, poll([article(1, { tags: ['a'] }), article(2)]), NOW);
    await store.articles.record(theirs.id, poll([article(3, { tags: ['a'] })]), NOW);
    expect(await sendAll(store, NOW)).toEqual(['1 Title 1']);
  });

  test('what comes while a feed is paused is owed to nobody in that server, also afterwards', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await lead(store, '1', { feedId: id });
    await lead(store, '2', {});
    await lead(store, '3', { feedId: id, serverId: THERE });
    await store.servers.pauseFeed(HERE, id, NOW);
    expect(await store.servers.feeds(HERE)).toMatchObject([{ pausedAt: NOW, subscriptions: 1 }]);
    await store.articles.record(id, poll([article(1)]), NOW);
    await store.servers.resumeFeed(HERE, id, NOW);
    await store.articles.record(id, poll([article(2)]), NOW);
    expect((await sendAll(store, NOW)).toSorted()).toEqual(['1 Title 2', '2 Title 2', '3 Title 1', '3 Title 2']);
  });

  test('a feed that only pausing servers have sleeps until one resumes it', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await store.servers.addFeed(HERE, id, 'ada', NOW);
    await store.servers.pauseFeed(HERE, id, NOW);
    await store.feeds.unchanged(id, { validators: undefined, nextPollAt: NOW + 5 }, NOW);
    expect((await store.feeds.get(id))?.nextPollAt).toBeUndefined();
    await store.servers.resumeFeed(HERE, id, NOW + 9);
    expect((await store.feeds.get(id))?.nextPollAt).toBe(NOW + 9);
  });

  test('tags joined by aliases are one tag: along chains, both ways, for subscriptions old and new', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await lead(store, 'old', { feedId: id, tags: ['JS'] });
    await store.servers.setAlias(HERE, { tag: 'js', means: 'JavaScript' }, NOW);
    await store.servers.setAlias(HERE, { tag: 'ecma-script', means: 'java script' }, NOW);
    await store.servers.setAlias(HERE, { tag: 'same', means: '#Same' }, NOW);
    await lead(store, 'new', { tags: ['javascript'] });
    await lead(store, 'there', { feedId: id, tags: ['js'], serverId: THERE });
    expect(await store.servers.aliases(HERE)).toEqual([
      { tag: 'ecmascript', means: 'javascript' },
      { tag: 'js', means: 'javascript' },
    ]);
    await store.articles.record(id, poll([article(1, { tags: ['ECMAScript'] })]), NOW);
    expect((await sendAll(store, NOW)).toSorted()).toEqual(['new Title 1', 'old Title 1']);
    expect((await store.subscriptions.ofServer(HERE)).map(({ tags }) => tags)).toEqual([['js'], ['javascript']]);
    expect(await store.servers.removeAlias(HERE, 'J.S')).toBe(true);
    expect(await store.servers.removeAlias(HERE, 'js')).toBe(false);
    await store.articles.record(id, poll([article(2, { tags: ['ECMAScript'] })]), NOW);
    expect(await sendAll(store, NOW)).toEqual(['new Title 2']);
  });

  test('roles of all subscriptions that lead an article to a channel are pinged once, in the look of its server', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    const place = await store.destinations.ensure({ kind: 'channel', address: '1', serverId: HERE });
    const wish = { serverId: HERE, destinationId: place.id, except: [] };
    await store.subscriptions.add({ ...wish, feedId: id, tags: ['a'], pingRole: '7' }, NOW);
    await store.subscriptions.add({ ...wish, tags: ['b', 'a'], pingRole: '8' }, NOW);
    await store.subscriptions.add({ ...wish, tags: [], pingRole: '7' }, NOW);
    await store.subscriptions.add({ ...wish, tags: ['c'], pingRole: '9' }, NOW);
    await store.servers.change(HERE, { look: 'compact' }, NOW);
    await store.articles.record(id, poll([article(1, { tags: ['a', 'b'] })]), NOW);
    const [delivery] = await store.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 });
    expect(delivery).toMatchObject({ pings: ['7', '8'], look: 'compact', destination: place });
  });

  test('a changed subscription matches as it is then, and its lists tell where it leads', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await store.servers.addFeed(HERE, id, 'ada', NOW);
    const direct = await store.destinations.ensure({ kind: 'direct', address: '900' });
    const { id: made } = await store.subscriptions.add(
      { serverId: HERE, memberId: 'ada', destinationId: direct.id, tags: ['a'], except: [], author: 'Ada  L.' },
      NOW,
    );
    const { id: destinationId } = await channel(store, '1');
    const change = { tags: ['B'], author: null, pingRole: '7', destinationId };
    expect(await store.subscriptions.change(made, change)).toMatchObject({ tags: ['b'], author: undefined });
    expect(await store.subscriptions.change(99, change)).toBeUndefined();
    await store.articles.record(id, poll([article(1, { tags: ['b'] })]), NOW);
    expect(await sendAll(store, NOW)).toEqual(['1 Title 1']);
    const listed = { id: made, pingRole: '7', feedTitle: undefined, destination: { kind: 'channel', address: '1' } };
    expect(await store.subscriptions.ofMember('ada')).toMatchObject([listed]);
    expect(await store.subscriptions.get(made)).toMatchObject(listed);
    expect([await store.subscriptions.countOfMember('ada'), await store.subscriptions.countOfServer(HERE)]).toEqual([
      0, 1,
    ]);
    expect(await store.subscriptions.remove(made)).toBe(true);
    expect(await store.subscriptions.get(made)).toBeUndefined();
  });

  test('the settings’ feed becomes one of the channel’s server once that is known, and stays so', async () => {
    const { store } = await open();
    const { id: feedId } = await feed(store);
    const { id: destinationId } = await channel(store, '1');
    await store.subscriptions.setFixed({ feedId, destinationId }, 0);
    await store.subscriptions.setFixed({ feedId, destinationId, serverId: HERE }, NOW);
    await store.subscriptions.setFixed({ feedId, destinationId }, NOW);
    expect(await store.servers.feeds(HERE)).toMatchObject([{ feedId, addedBy: undefined, subscriptions: 1 }]);
    expect(await store.subscriptions.ofServer(HERE)).toMatchObject([{ fixed: true }]);
    expect(await store.subscriptions.forFeed(feedId)).toHaveLength(1);
  });

  test('one article is owed at once when it is asked for, and once', async () => {
    const { store } = await open();
    const { id } = await store.feeds.add('https://news.example/feed', 0);
    const { articles } = await store.articles.record(id, poll([article(1)]), NOW);
    const place = await channel(store, '1');
    expect(await store.deliveries.owe(articles[0]?.id ?? 0, place.id, ['7', '7'], NOW)).toBe(true);
    expect(await store.deliveries.owe(articles[0]?.id ?? 0, place.id, [], NOW)).toBe(false);
    const [delivery] = await store.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 });
    expect(delivery).toMatchObject({ pings: ['7'], article: { title: 'Title 1' } });
  });

  test('health tells when a feed is polled, how much it brings, and what waits and why', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await lead(store, '1', { feedId: id });
    const today = 40 * 86_400_000;
    const dated = [today, today - 1, today - 6 * 86_400_000, 5].map((published, n) => article(n, { published }));
    await store.articles.record(id, poll(dated, { nextPollAt: today + 60 }), today + 7);
    await store.feeds.failed(id, { reason: 'It is down.', nextPollAt: today + 99 }, today + 50);
    const [delivery] = await store.deliveries.claimDue({ now: today + 60, leaseMs: LEASE, limit: 1 });
    if (delivery === undefined) throw new Error('nothing was due');
    const waiting = { kind: 'waiting', until: today + 500, reason: 'Discord is slow.' } as const;
    await store.deliveries.finish(delivery, waiting, today + 60);
    expect(await store.feeds.health(id, HERE, today + 60)).toEqual({
      lastPolledAt: today + 50,
      ...{ disabled: undefined, foundBehind: 0, missedSince: undefined },
      nextPollAt: today + 99,
      failures: 1,
      failingSince: today + 50,
      lastError: 'It is down.',
      articlesADay: 3 / 7,
      waiting: 4,
    });
    expect(await store.feeds.health(id, THERE, today)).toMatchObject({ waiting: 0 });
    expect(await store.feeds.health(99, HERE, today)).toBeUndefined();
    expect(await store.servers.feeds(HERE)).toMatchObject([{ failingSince: today + 50, lastError: 'It is down.' }]);
    expect(await store.deliveries.waitingOf(HERE)).toMatchObject([
      { destination: { address: '1' }, deliveries: 4, since: today + 7, reason: 'Discord is slow.' },
    ]);
    expect(await store.deliveries.waitingOf(THERE)).toEqual([]);
  });

  test('a read does not wait for a transaction that is under way', async () => {
    const { store, db, reader } = await open();
    if (db === reader) return;
    await store.servers.change(HERE, { look: 'link' }, NOW);
    await db.transaction().execute(async (trx) => {
      await trx.updateTable('servers').set({ look: 'full' }).execute();
      expect((await store.servers.get(HERE)).look).toBe('link');
    });
    expect((await store.servers.get(HERE)).look).toBe('full');
    await expect(reader.updateTable('servers').set({ look: 'link' }).execute()).rejects.toThrow(/may not be written/);
  });
});
