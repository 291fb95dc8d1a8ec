import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { wants } from '../../src/model/subscription.ts';
import { withAliases } from '../../src/model/tag.ts';
import { EVERY_TAG } from '../../src/store/match.ts';
import { dialects } from '../support/dialects.ts';
import { LEASE, article, channel, crowd, feed, poll, sendAll, subscriber } from './world.ts';

const NOW = 50_000;

describe.each(dialects)('what is owed, on $name', ({ open }) => {
  test('an article is owed to those who want its tags and except none of them', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, 'all');
    await subscriber(store, id, 'java', { tags: ['Java'] });
    await subscriber(store, id, 'node', { tags: ['rust', '#NodeJS'] });
    await subscriber(store, id, 'no-node', { except: ['node-js'] });
    await store.articles.record(id, poll([article(1, { tags: ['Node.js', 'JavaScript'] })]), NOW);
    expect((await sendAll(store, NOW)).toSorted()).toEqual(['all Title 1', 'node Title 1']);
  });

  test('the index agrees with wants(), whatever the tags', async () => {
    const { store, db } = await open();
    let runs = 0;
    const tag = fc.constantFrom('a', 'A', 'b', 'c#', 'c', ' ', 'd.d', 'dd');
    const tags = fc.uniqueArray(tag, { maxLength: 3 });
    const author = fc.constantFrom('Ada', 'ada  L\u00e9vi', 'Bob');
    const wish = fc.record(
      { tags, except: tags, author, isForEveryFeed: fc.boolean() },
      { requiredKeys: ['tags', 'except', 'isForEveryFeed'] },
    );
    const aliases = fc.array(fc.record({ tag, means: tag }), { maxLength: 2 });
    const written = fc.array(fc.record({ name: author, url: fc.constant(undefined) }), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(wish, { maxLength: 6 }),
        tags,
        aliases,
        written,
        async (wishes, tags, list, authors) => {
          const { id } = await feed(store, `https://news.example/${runs++}`);
          const serverId = `server-${runs}`;
          await store.servers.addFeed(serverId, id, 'admin', 0);
          for (const [index, { isForEveryFeed, ...wish }] of wishes.entries()) {
            const destination = await channel(store, `${runs}-${index}`);
            const feedId = isForEveryFeed ? undefined : id;
            await store.subscriptions.add({ ...wish, serverId, feedId, destinationId: destination.id }, 0);
          }
          for (const alias of list) await store.servers.setAlias(serverId, alias, 0);
          const known = await store.servers.aliases(serverId);
          const news = article(runs, { tags, authors });
          const expected = (await store.subscriptions.ofServer(serverId)).filter((made) =>
            wants({ ...made, tags: withAliases(made.tags, known), except: withAliases(made.except, known) }, news),
          );
          const { articles, deliveries } = await store.articles.record(id, poll([news]), NOW);
          const rows = await db
            .selectFrom('deliveries')
            .select('destination_id')
            .where('article_id', '=', articles[0]?.id ?? 0)
            .where('state', '=', 'waiting')
            .orderBy('destination_id')
            .execute();
          expect(rows.map((row) => row.destination_id)).toEqual(expected.map(({ destinationId }) => destinationId));
          expect(deliveries).toBe(expected.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('two subscriptions that lead one article to one channel make one post', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1', { tags: ['a'] });
    await subscriber(store, id, '1', { tags: ['b', 'a'] });
    await subscriber(store, id, '1');
    const recorded = await store.articles.record(id, poll([article(1, { tags: ['a', 'b'] })]), NOW);
    expect(recorded.deliveries).toBe(1);
    expect(await sendAll(store, NOW)).toEqual(['1 Title 1']);
  });

  test('an article that comes by two feeds into one channel is posted once', async () => {
    const { store } = await open();
    const main = await feed(store, 'https://news.example/feed');
    const tag = await feed(store, 'https://news.example/feed/tag/a');
    await subscriber(store, main.id, '1');
    await subscriber(store, tag.id, '1');
    await subscriber(store, tag.id, '2');
    await store.articles.record(main.id, poll([article(1)]), NOW);
    const again = article(1, { key: 'other-key', link: 'http://news.example/1/?utm_source=tag' });
    expect(await store.articles.record(tag.id, poll([again]), NOW)).toMatchObject({ deliveries: 1 });
    expect(await sendAll(store, NOW)).toEqual(['1 Title 1', '2 Title 1']);
  });

  test('different articles without a link are not taken for one', async () => {
    const { store } = await open();
    const [one, two] = [await feed(store, 'https://one.example/'), await feed(store, 'https://two.example/')];
    for (const { id } of [one, two]) await subscriber(store, id, '1');
    await store.articles.record(one.id, poll([article(1, { link: undefined })]), NOW);
    expect(await store.articles.record(two.id, poll([article(2, { link: undefined })]), NOW)).toMatchObject({
      deliveries: 1,
    });
  });

  test('articles leave oldest first, and from the document’s end to its start where dates are missing', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    const undated = { published: undefined };
    await store.articles.record(
      id,
      poll([article(9, undated), article(3), article(8, undated), article(7), article(5)]),
      NOW,
    );
    // 8 stands above 7 and takes its date, 9 above 3.
    expect(await sendAll(store, NOW)).toEqual([3, 9, 5, 7, 8].map((number) => `1 Title ${number}`));
  });

  test('a closed destination is owed nothing until somebody subscribes to it again', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    await store.articles.record(id, poll([article(1)]), NOW);
    const [first] = await store.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 1 });
    if (first === undefined) throw new Error('nothing was claimed');
    await store.deliveries.finish(first, { kind: 'closed', reason: 'The channel is gone.' }, NOW);
    expect(await store.articles.record(id, poll([article(2)]), NOW)).toMatchObject({ deliveries: 0 });
    await channel(store, '1');
    expect(await store.articles.record(id, poll([article(3)]), NOW)).toMatchObject({ deliveries: 0 });
    await subscriber(store, id, '1', { tags: ['a'] });
    expect(await store.articles.record(id, poll([article(4)]), NOW)).toMatchObject({ deliveries: 1 });
    expect(await sendAll(store, NOW)).toEqual(['1 Title 4']);
  });

  test('more subscribers than are looked at in one breath get it all, and the event loop turns meanwhile', async () => {
    const { store, db } = await open();
    const { id } = await feed(store);
    await crowd(db, id, 2500, (index) => (index % 2 === 0 ? 'a' : EVERY_TAG));
    let turns = 0;
    let turning = setImmediate(function turn() {
      turns++;
      turning = setImmediate(turn);
    });
    const { deliveries } = await store.articles.record(id, poll([article(1, { tags: ['b', 'a'] })]), NOW);
    clearImmediate(turning);
    expect(deliveries).toBe(2500);
    expect(turns).toBeGreaterThanOrEqual(2);
    expect((await store.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 9999 })).length).toBe(2500);
  });
});
