import { CompiledQuery, DefaultQueryExecutor } from 'kysely';
import { beforeAll, describe, expect, test, vi } from 'vitest';

import type { Database } from '../../src/store/backend.ts';
import { storeOn, type Store } from '../../src/store/index.ts';
import { migrate } from '../../src/store/migrations/index.ts';
import { sqliteBackend } from '../../src/store/sqlite.ts';
import { LEASE, article, crowd, feed, poll } from './world.ts';

const NOW = 50_000;
const HOT = { now: NOW, leaseMs: LEASE, limit: 10, foldAbove: 5, postsPerHour: 9 };

describe('on SQLite', () => {
  const backend = sqliteBackend(':memory:');
  const executed = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
  let store: Store;
  let feedId: number;

  beforeAll(async () => {
    await migrate(backend);
    store = storeOn(backend);
    for (const name of ['one', 'two', 'three']) {
      const { id } = await feed(store, `https://${name}.example/feed`);
      await crowd(backend.db, id, 700, (index) => `tag${index % 50}`);
      await store.articles.record(
        id,
        poll(Array.from({ length: 300 }, (_, n) => article(n, { tags: ['tag1', 'tag2'] }))),
        0,
      );
      await store.feeds.unchanged(id, { validators: undefined, nextPollAt: NOW }, 0);
      feedId = id;
    }
    return async () => {
      executed.mockRestore();
      await backend.db.destroy();
    };
  }, 30_000);

  test.each<[string, () => Promise<unknown>]>([
    ['claiming feeds', () => store.feeds.claimDue(HOT)],
    ['asking when the next feed is due', () => store.feeds.nextDueAt(NOW)],
    [
      'recording a poll that brought nothing',
      () => store.feeds.unchanged(feedId, { validators: undefined, nextPollAt: NOW }, NOW),
    ],
    ['recording a poll that failed', () => store.feeds.failed(feedId, { reason: 'Down.', nextPollAt: NOW }, NOW)],
    [
      'asking what is known',
      () => store.articles.known(feedId, [article(1), article(2, { key: 'new' }), article(999)]),
    ],
    [
      'recording and matching',
      () =>
        store.articles.record(
          feedId,
          poll([article(1000, { tags: ['tag3', 'tag4'] })], {
            changed: [article(1, { title: 'Changed' }), article(2)],
          }),
          NOW,
        ),
    ],
    ['asking when the next delivery is due', () => store.deliveries.nextDueAt()],
    [
      'claiming and giving back deliveries',
      async () => await store.deliveries.release(await store.deliveries.claimDue(HOT)),
    ],
    ['claiming edits', () => store.corrections.claimDue(HOT)],
    ['finishing deliveries', () => finishSome({ kind: 'sent', messageId: '1' })],
    ['closing a destination', () => finishSome({ kind: 'closed', reason: 'Gone.' })],
    ['reading a feed’s subscriptions', () => store.subscriptions.forFeed(feedId)],
    ['changing the settings’ subscription', () => store.subscriptions.setFixed({ feedId, destinationId: 1 }, NOW)],
    ['ending a subscription', () => store.subscriptions.remove(5)],
    ['counting feeds by health', () => store.overview.countFeeds()],
    ['drawing the last hours', () => store.overview.flow(0, NOW, 2)],
    ['listing feeds for the status page', () => store.overview.feeds(10)],
    ['listing what waits', () => store.overview.waiting(10)],
    ['listing what was given up', () => store.overview.givenUp(0)],
    ['reading the cache', () => store.cache('c').getMany(['a', 'b'])],
  ])('%s walks through no table', async (_, run) => {
    const queries = await queriesOf(run);
    expect(queries.length).toBeGreaterThan(0);
    for (const query of queries) expect(await scans(backend.db, query), query.sql).toEqual([]);
  });

  test('a search and its reading ahead leave the rows of articles alone but for those that are shown', async () => {
    await store.servers.addFeed('1', feedId, undefined, 0);
    const queries = await queriesOf(async () => {
      await store.search.find({ scope: { kind: 'server', serverId: '1' }, words: 'text', offset: 0, limit: 5 }, NOW);
      await store.search.warm(undefined);
    });
    const steps = (await Promise.all(queries.map((query) => plan(backend.db, query)))).flat();
    const ofArticles = steps.filter((step) => /\barticles\b/.test(step) && !step.includes('PRIMARY KEY'));
    expect(ofArticles).toContain('SEARCH articles USING COVERING INDEX article_hits (id=?)');
    expect(ofArticles.filter((step) => !step.includes('USING COVERING INDEX article_hits'))).toEqual([]);
  });

  test('a feed’s newest articles are compared with a document without a look at their rows', async () => {
    const queries = await queriesOf(() => store.articles.newest(feedId));
    const steps = await Promise.all(queries.map((query) => plan(backend.db, query)));
    expect(steps).toEqual([['SEARCH articles USING COVERING INDEX articles_of_feed (feed_id=?)']]);
  });

  test('this test sees a walk where there is one', async () => {
    const query = backend.db.selectFrom('articles').select('id').where('title', '=', 'x').compile();
    expect(await scans(backend.db, query)).toEqual(['SCAN articles']);
  });

  async function queriesOf(run: () => Promise<unknown>): Promise<CompiledQuery[]> {
    executed.mockClear();
    await run();
    return executed.mock.calls.map(([query]) => query);
  }

  async function finishSome(verdict: Parameters<Store['deliveries']['finish']>[1]): Promise<void> {
    const [delivery] = await store.deliveries.claimDue({ ...HOT, limit: 1 });
    if (delivery === undefined) throw new Error('nothing was due');
    await store.deliveries.finish(delivery, verdict, NOW);
  }
});

/** The steps that walk through a whole table or index, and those that sort what an index could have given in order. */
async function scans(db: Database, query: CompiledQuery): Promise<string[]> {
  const steps = await plan(db, query);
  return steps.filter(
    (step) =>
      /^SCAN (?!.*VALUES CLAUSE|article_texts VIRTUAL TABLE INDEX 0:=$|(\d+ )?CONSTANT ROWS?|page$|asked$|turns$)/.test(
        step,
      ) || step.includes('USE TEMP B-TREE FOR ORDER'),
  );
}

async function plan(db: Database, { sql, parameters }: CompiledQuery): Promise<string[]> {
  const { rows } = await db.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
  );
  return rows.map(({ detail }) => detail);
}
