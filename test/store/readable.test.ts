import { describe, expect, test } from 'vitest';

import type { Delivery, Verdict } from '../../src/model/delivery.ts';
import type { Store } from '../../src/store/index.ts';
import { dialects, type Ground } from '../support/dialects.ts';
import { LEASE, article, feed, poll } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 100 * DAY;
const SENT: Verdict = { kind: 'sent', messageId: '77' };
const SERVER = 'server-1';

/** A channel of a server that wants all of a feed. */
async function channelOf({ store }: Ground, url = 'https://news.example/feed', wish = {}) {
  const { id } = await feed(store, url);
  await store.servers.addFeed(SERVER, id, 'ada', 0);
  const place = { kind: 'channel', address: '1', serverId: SERVER } as const;
  const { id: destinationId } = await store.destinations.ensure(place);
  await store.subscriptions.add({ feedId: id, serverId: SERVER, destinationId, tags: [], except: [], ...wish }, 0);
  return id;
}

const claim = (store: Store, now: number, rules = {}) =>
  store.deliveries.claimDue({ now, leaseMs: LEASE, limit: 9, ...rules });

/** Sends what is due. Answers the titles of each message. */
async function send(store: Store, now: number, rules = {}, verdict: Verdict = SENT): Promise<string[][]> {
  const messages: string[][] = [];
  for (;;) {
    const [delivery] = await claim(store, now, rules);
    if (delivery === undefined) return messages;
    messages.push([delivery, ...delivery.folded].map((one: Pick<Delivery, 'article'>) => one.article.title));
    await store.deliveries.finish(delivery, verdict, now);
  }
}

describe.each(dialects)('the posts of an hour, on $name', ({ open }) => {
  test('are as many as the host allows; the others wait, in order, and say why', async () => {
    const ground = await open();
    const id = await channelOf(ground);
    const { store } = ground;
    await store.articles.record(id, poll([5, 4, 3, 2, 1].map((n) => article(n))), NOW);
    const rules = { postsPerHour: 2 };
    expect(await send(store, NOW, rules)).toEqual([['Title 1'], ['Title 2']]);
    const [waiting] = await store.deliveries.waitingOf(SERVER);
    expect(waiting).toMatchObject({ deliveries: 3, nextSendAt: NOW + HOUR });
    expect(waiting?.reason).toContain('in an hour');
    expect(await send(store, NOW + HOUR - 1, rules)).toEqual([]);
    expect(await store.deliveries.nextDueAt()).toBe(NOW + HOUR);
    expect(await send(store, NOW + HOUR, rules)).toEqual([['Title 3'], ['Title 4']]);
    expect(await send(store, NOW + 2 * HOUR, rules)).toEqual([['Title 5']]);
  });

  test('are counted anew when a server sets another number, and a fold is one post', async () => {
    const ground = await open();
    const id = await channelOf(ground);
    const { store } = ground;
    await store.servers.change(SERVER, { postsPerHour: 1 }, NOW);
    await store.articles.record(id, poll([8, 7, 6, 5, 4, 3, 2, 1].map((n) => article(n))), NOW);
    const fold = { foldAbove: 7, postsPerHour: 0 };
    expect(await send(store, NOW, fold)).toHaveLength(1);
    await store.articles.record(id, poll([article(9, { published: NOW })]), NOW);
    expect(await send(store, NOW, fold)).toEqual([]);
    await store.servers.change(SERVER, { postsPerHour: 2 }, NOW);
    expect(await send(store, NOW, fold)).toEqual([['Title 9']]);
    await store.servers.change(SERVER, { postsPerHour: null }, NOW);
    expect((await store.servers.get(SERVER)).postsPerHour).toBeUndefined();
  });
});

describe.each(dialects)('an edit of an article, on $name', ({ open }) => {
  const edits = (store: Store, now: number) => store.corrections.claimDue({ now, leaseMs: LEASE, limit: 9 });
  const change = (store: Store, id: number, title: string, now: number) =>
    store.articles.record(id, poll([], { changed: [article(1, { title })] }), now);

  async function posted(count = 1, rules = {}) {
    const ground = await open();
    const id = await channelOf(ground);
    await ground.store.articles.record(id, poll(Array.from({ length: count }, (_, n) => article(count - n))), NOW);
    expect(await send(ground.store, NOW, rules)).toHaveLength(1);
    return { ...ground, id };
  }

  test('is owed to the message that shows it, once, and comes back when its sender dies', async () => {
    const { store, id } = await posted();
    expect(await edits(store, NOW)).toEqual([]);
    await change(store, id, 'Better', NOW + 1);
    const [first] = await edits(store, NOW + 1);
    expect(first).toMatchObject({ messageId: '77', article: { title: 'Better' }, folded: [], look: 'full' });
    expect(await edits(store, NOW + LEASE)).toEqual([]);
    const [again] = await edits(store, NOW + 1 + LEASE);
    if (again === undefined) throw new Error('the edit was lost');
    await store.corrections.end(again, false);
    expect(await edits(store, NOW + HOUR)).toEqual([]);
  });

  test('of a folded article is owed to the message that lists it', async () => {
    const { store, id } = await posted(6, { foldAbove: 5 });
    await store.articles.record(id, poll([], { changed: [article(4, { title: 'Better' })] }), NOW + 1);
    const [edit] = await edits(store, NOW + 1);
    expect(edit?.folded.map((one) => one.article.title)).toEqual([
      'Title 2',
      'Title 3',
      'Better',
      'Title 5',
      'Title 6',
    ]);
  });

  test('that comes while one is under way is owed after it', async () => {
    const { store, id } = await posted();
    await change(store, id, 'Better', NOW + 1);
    const [first] = await edits(store, NOW + 1);
    if (first === undefined) throw new Error('nothing was owed');
    await change(store, id, 'Best', NOW + 2);
    await store.corrections.end(first, false);
    expect(await edits(store, NOW + 2)).toMatchObject([{ article: { title: 'Best' } }]);
  });

  test('that comes while the post is on its way is owed once it has arrived', async () => {
    const ground = await open();
    const { store } = ground;
    const id = await channelOf(ground);
    await store.articles.record(id, poll([article(1)]), NOW);
    const [delivery] = await claim(store, NOW);
    if (delivery === undefined) throw new Error('nothing was due');
    await change(store, id, 'Better', NOW + 1);
    expect(await edits(store, NOW + 1)).toEqual([]);
    await store.deliveries.finish(delivery, SENT, NOW + 2);
    expect(await edits(store, NOW + 2)).toMatchObject([{ article: { title: 'Better' } }]);
  });

  test('is made a few times at most, for some days, and no more once it can’t be made', async () => {
    const { store, id } = await posted();
    let made = 0;
    for (let hour = 1; hour <= 9; hour++) {
      await change(store, id, `Title of hour ${hour}`, NOW + hour * HOUR);
      for (const edit of await edits(store, NOW + hour * HOUR)) {
        await store.corrections.end(edit, false);
        made += 1;
      }
    }
    expect(made).toBe(5);

    const late = await posted();
    await change(late.store, late.id, 'Late', NOW + 4 * DAY);
    expect(await edits(late.store, NOW + 4 * DAY)).toEqual([]);

    const gone = await posted();
    await change(gone.store, gone.id, 'One', NOW + 1);
    for (const edit of await edits(gone.store, NOW + 1)) await gone.store.corrections.end(edit, true);
    await change(gone.store, gone.id, 'Two', NOW + 2);
    expect(await edits(gone.store, NOW + 2)).toEqual([]);
  });
});

describe.each(dialects)('the story of an article, on $name', ({ open }) => {
  const stories = async (store: Store, ...ids: number[]) =>
    (await store.deliveries.storiesOf(ids, SERVER)).map(({ state, reason }) => [state, reason]);

  test('says which rule kept it back: an excepted tag, a pause, another feed', async () => {
    const ground = await open();
    const { store } = ground;
    const id = await channelOf(ground, 'https://news.example/feed', { except: ['ai'] });
    const first = await store.articles.record(id, poll([article(1, { tags: ['AI'] })]), NOW);
    expect(first.deliveries).toBe(0);
    expect(await stories(store, first.articles[0]?.id ?? 0)).toEqual([
      ['skipped', 'It has the tag ai, which is excepted there.'],
    ]);
    const other = await channelOf(ground, 'https://news.example/other');
    const [there] = (await store.articles.record(other, poll([article(1), article(2)]), NOW)).articles;
    expect(await stories(store, there?.id ?? 0)).toEqual([['waiting', undefined]]);
    const [twin] = (await store.articles.record(id, poll([article(2, { key: 'two' })]), NOW)).articles;
    expect(await stories(store, twin?.id ?? 0)).toEqual([['skipped', 'It came there by another feed already.']]);
    const third = 'https://news.example/third';
    const thirdId = await channelOf(ground, third);
    await store.subscriptions.add(
      {
        feedId: thirdId,
        destinationId: (await store.destinations.ensure({ kind: 'channel', address: '9' })).id,
        tags: [],
        except: [],
      },
      0,
    );
    await store.servers.pauseFeed(SERVER, thirdId, NOW);
    const [paused] = (await store.articles.record(thirdId, poll([article(3)]), NOW)).articles;
    expect(await stories(store, paused?.id ?? 0)).toEqual([['skipped', 'Its feed was paused.']]);
  });

  test('is none where nobody wished for it; what one subscription keeps back another may want', async () => {
    const ground = await open();
    const { store } = ground;
    const id = await channelOf(ground, undefined, { tags: ['rust'], except: ['ai'] });
    await channelOf(ground, undefined, { tags: ['wasm'] });
    const news = [
      article(1, { tags: ['go'] }),
      article(2, { tags: ['rust', 'ai', 'wasm'] }),
      article(3, { tags: ['rust', 'ai'] }),
    ];
    const { articles, deliveries } = await store.articles.record(id, poll(news), NOW);
    expect(deliveries).toBe(1);
    const states = await Promise.all(
      articles.map(async (one) => (await stories(store, one.id)).map(([state]) => state)),
    );
    expect(states).toEqual([[], ['waiting'], ['skipped']]);
    const kept = articles[2]?.id ?? 0;
    const { id: destinationId } = await store.destinations.ensure({ kind: 'channel', address: '1' });
    expect(await store.deliveries.owe(kept, destinationId, [], NOW)).toBe(true);
    expect((await send(store, NOW)).flat().toSorted()).toEqual(['Title 2', 'Title 3']);
  });

  test('that ends in giving up is told to the admins, once a day and channel', async () => {
    const ground = await open();
    const { store } = ground;
    const id = await channelOf(ground);
    await store.servers.change(SERVER, { noticesChannel: '5' }, NOW);
    await store.articles.record(id, poll([article(2), article(1)]), NOW);
    await send(store, NOW, {}, { kind: 'abandoned', reason: 'Discord refuses it.' });
    const told = await store.notices.claimDue({ now: NOW, leaseMs: LEASE, limit: 9 });
    expect(told).toMatchObject([
      { to: '5', reason: 'Discord refuses it.', about: { kind: 'article', channelId: '1', title: 'Title 1' } },
    ]);
  });

  test('a rule of Discord’s keeps back one article, and no channel', async () => {
    const ground = await open();
    const { store } = ground;
    const id = await channelOf(ground);
    const { articles } = await store.articles.record(id, poll([article(2), article(1)]), NOW);
    const [first] = await claim(store, NOW);
    if (first === undefined) throw new Error('nothing was due');
    await store.deliveries.finish(first, { kind: 'skipped', reason: 'AutoMod.' }, NOW);
    expect(await stories(store, ...articles.map((one) => one.id))).toEqual([
      ['skipped', 'AutoMod.'],
      ['waiting', undefined],
    ]);
    expect(await send(store, NOW)).toEqual([['Title 2']]);
  });
});
