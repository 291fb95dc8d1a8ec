import { describe, expect, test } from 'vitest';

import { dialects } from '../support/dialects.ts';
import { LEASE, article, feed, poll, sendAll, subscriber } from './world.ts';

const NOW = 1_000_000;
const claim = { now: NOW, leaseMs: LEASE, limit: 9 };
const OLD = 'https://old.example/feed';
const NEW = 'https://new.example/feed';

describe.each(dialects)('asking on $name', ({ open }) => {
  test('of each host one feed is claimed, the longest due; the next when its poll is done', async () => {
    const { store } = await open();
    const ids: number[] = [];
    for (const [host, at] of [
      ['a', 3],
      ['a', 2],
      ['b', 5],
    ] as const) {
      const { id } = await feed(store, `https://${host}.example/${at}`);
      await subscriber(store, id, '1');
      await store.feeds.unchanged(id, { validators: undefined, nextPollAt: at }, 0);
      ids.push(id);
    }
    const claimed = async (now = NOW) => (await store.feeds.claimDue({ ...claim, now })).map(({ id }) => id);
    expect(await claimed()).toEqual([ids[1], ids[2]]);
    expect(await claimed()).toEqual([]);
    // What waits for its host is no reason to look again at once.
    expect(await store.feeds.nextDueAt(NOW)).toBe(NOW + LEASE);
    await store.feeds.unchanged(ids[1] ?? 0, { validators: undefined, nextPollAt: 2 * NOW }, NOW);
    expect(await claimed()).toEqual([ids[0]]);
  });

  test('nobody asks a host that wants a pause, of two the longer one', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    await store.hosts.pause('news.example', NOW + 500);
    await store.hosts.pause('news.example', NOW + 200);
    expect(await store.feeds.claimDue(claim)).toEqual([]);
    expect(await store.hosts.pausedUntil('news.example', NOW + 499)).toBe(NOW + 500);
    expect(await store.hosts.pausedUntil('news.example', NOW + 500)).toBeUndefined();
    expect(await store.feeds.claimDue({ ...claim, now: NOW + 500 })).toHaveLength(1);
  });

  test('a feed that was given up is asked no more until somebody wants it anew', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await store.servers.addFeed('server', id, 'ada', 0);
    await store.feeds.failed(id, { reason: 'It is gone.', nextPollAt: NOW, disables: true }, 5);
    expect(await store.feeds.health(id, 'server', NOW)).toMatchObject({ disabled: { at: 5, reason: 'It is gone.' } });
    await subscriber(store, id, '1');
    await store.servers.pauseFeed('server', id, NOW);
    await store.servers.resumeFeed('server', id, NOW);
    expect(await store.feeds.claimDue(claim)).toEqual([]);
    await store.feeds.retry(id, NOW);
    expect(await store.feeds.claimDue(claim)).toMatchObject([{ id, failures: 0, failingSince: undefined }]);
    expect(await store.feeds.health(id, 'server', NOW)).toMatchObject({ disabled: undefined });
  });

  test('a server that adds a feed which was given up gets it asked again', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await store.servers.addFeed('one', id, 'ada', 0);
    await store.feeds.failed(id, { reason: 'It is gone.', nextPollAt: NOW, disables: true }, 5);
    await store.servers.addFeed('two', id, 'bob', NOW);
    expect(await store.feeds.claimDue(claim)).toHaveLength(1);
  });

  test('a failure that is not the feed’s is not counted', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await store.feeds.failed(id, { reason: 'No line.', nextPollAt: NOW, counts: false }, 5);
    expect(await store.feeds.get(id)).toMatchObject({ failures: 0, failingSince: undefined, lastError: undefined });
  });

  test('a feed that moves stays the same feed under both addresses', async () => {
    const { store } = await open();
    const { id } = await feed(store, OLD);
    await subscriber(store, id, '1');
    await store.articles.record(id, poll([article(1)]), 0);
    await store.feeds.move(id, NEW, NOW);
    expect(await store.feeds.get(id)).toMatchObject({ url: OLD, pollUrl: NEW, moving: undefined });
    expect((await store.feeds.add(OLD, NOW)).id).toBe(id);
    expect((await store.feeds.add(NEW, NOW)).id).toBe(id);
    expect(await store.articles.known(id, [article(1)])).toEqual(new Set(['key-1']));
    await store.hosts.pause('old.example', 2 * NOW);
    expect(await store.feeds.claimDue({ ...claim, now: 10_000 })).toHaveLength(1);
  });

  test.each([
    ['is polled', true],
    ['slept', false],
  ])(
    'a feed that moves to where another one %s hands its subscriptions on; nothing is posted twice',
    async (_, polled) => {
      const { store, db } = await open();
      const [old, there] = [await feed(store, OLD), await store.feeds.add(NEW, 0)];
      await store.servers.addFeed('server', old.id, 'ada', 0);
      await subscriber(store, old.id, 'here', { serverId: 'server' });
      if (polled) {
        await subscriber(store, there.id, 'there');
        await store.articles.record(there.id, poll([article(1)]), 0);
      }
      await store.articles.record(old.id, poll([article(2), article(1)]), 1);
      await store.feeds.move(old.id, NEW, NOW);
      expect((await store.feeds.get(old.id))?.nextPollAt).toBeUndefined();
      expect((await store.feeds.add(OLD, NOW)).id).toBe(there.id);
      expect(await store.servers.feeds('server')).toMatchObject([{ feedId: there.id, subscriptions: 1 }]);
      expect(await db.selectFrom('subscription_tags').select('feed_id').distinct().execute()).toEqual([
        { feed_id: there.id },
      ]);
      const shown = [article(3), article(2), article(1)];
      const known = await store.articles.known(there.id, shown);
      await store.articles.record(there.id, poll(shown.filter(({ key }) => !known.has(key))), NOW);
      const sent = await sendAll(store, NOW);
      expect(sent.filter((line) => line.startsWith('here'))).toEqual(['here Title 1', 'here Title 2', 'here Title 3']);
      expect(sent.filter((line) => line.startsWith('there'))).toEqual(polled ? ['there Title 2', 'there Title 3'] : []);
    },
  );

  test('a text is an edit only beside one that is known to be written otherwise, and when one reader shows it twice it is none', async () => {
    const { store, db } = await open();
    const { id } = await feed(store);
    await store.articles.record(id, poll([article(1), article(2), article(3)]), 0);
    await db.updateTable('articles').set({ fingerprint: null }).where('key', '=', 'key-2').execute();
    const twin = article(3, { key: 'twin' });
    await store.articles.known(id, [twin]);
    const rewritten = [article(1), article(2), twin].map((each) => ({ ...each, excerpt: 'New.', fingerprint: 99 }));
    const shown = ['key-1', 'key-2', 'key-3', 'twin'];
    const { edited } = await store.articles.record(id, poll([], { changed: rewritten, shown }), NOW);
    expect(edited).toEqual(['key-1']);
    const rows = await db.selectFrom('articles').select(['excerpt', 'fingerprint']).orderBy('key').execute();
    expect(rows).toEqual([
      { excerpt: 'New.', fingerprint: 99 },
      { excerpt: 'Text 2', fingerprint: 99 },
      { excerpt: 'Text 3', fingerprint: 3 },
    ]);
  });

  test('an article that its feed shows with another title, link or picture is brought up to date', async () => {
    const { store, db } = await open();
    const { id } = await feed(store);
    const picture = 'https://news.example/1.png?token=a';
    await store.articles.record(id, poll([article(1, { image: picture }), article(2), article(3)]), 0);
    const edits = (...changed: ReturnType<typeof article>[]) => store.articles.record(id, poll([], { changed }), NOW);
    const signedAnew = picture.replace('=a', '=b');
    const same = [article(1, { image: signedAnew }), article(2, { link: 'http://www.news.example/2/?utm_source=x' })];
    expect((await edits(...same)).edited).toEqual([]);
    expect((await edits(article(3, { title: 'A' }), article(1, { image: undefined }))).edited).toHaveLength(1);
    expect(
      (await edits(article(2, { title: 'B', link: 'https://news.example/b', image: 'https://x.example/' }))).edited,
    ).toHaveLength(1);
    const rows = await db
      .selectFrom('articles')
      .select(['title', 'link', 'image', 'changed_at'])
      .orderBy('key')
      .execute();
    expect(rows).toEqual([
      { title: 'Title 1', link: 'https://news.example/1', image: signedAnew, changed_at: null },
      { title: 'B', link: 'https://news.example/b', image: 'https://x.example/', changed_at: NOW },
      { title: 'A', link: 'https://news.example/3', image: null, changed_at: NOW },
    ]);
  });
});
