import { describe, expect, test } from 'vitest';

import { dialects } from '../support/dialects.ts';
import { article, feed, poll, sendAll, stored, subscriber } from './world.ts';

const NOW = 50_000;

describe.each(dialects)('articles on $name', ({ open }) => {
  test('a poll records its articles as they are, and the state of the feed', async () => {
    const { store } = await open();
    const { id } = await store.feeds.add('https://news.example/feed', 0);
    await subscriber(store, id, '1');
    await store.feeds.failed(id, { reason: 'It was down.', nextPollAt: 1 }, 0);
    const rich = article(1, {
      title: 'Zwei \u{1F600} «Tags»',
      authors: [
        { name: 'A', url: 'https://news.example/a' },
        { name: 'B', url: undefined },
      ],
      tags: ['Node.js', '#nodejs', 'C++'],
      image: 'https://news.example/i.png',
    });
    const bare = article(2, { title: '', link: undefined, authors: [], published: undefined });
    const recorded = await store.articles.record(id, poll([rich, bare]), NOW);
    expect(recorded.deliveries).toBe(0);
    const row = { feedId: id, firstSeenAt: NOW, id: expect.any(Number) as number };
    expect(recorded.articles).toMatchObject([
      { ...stored(rich), ...row },
      { ...stored(bare), ...row },
    ]);
    expect(await store.feeds.get(id)).toMatchObject({
      title: 'News',
      link: 'https://news.example/',
      language: 'en',
      fingerprint: 'print-1',
      validators: { etag: '"1"', lastModified: undefined },
      nextPollAt: 10_000,
      baselinedAt: NOW,
      failures: 0,
      lastError: undefined,
    });
  });

  test('tags are kept folded, each once, for the search to come', async () => {
    const { store, db } = await open();
    const { id } = await feed(store);
    await store.articles.record(id, poll([article(1, { tags: ['Node.js', '#nodejs', 'Java', ' '] })]), NOW);
    const rows = await db.selectFrom('article_tags').select('tag').orderBy('tag').execute();
    expect(rows.map(({ tag }) => tag)).toEqual(['java', 'nodejs']);
  });

  test('recording a poll twice is recording it once', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    const brought = poll([article(2), article(1)]);
    expect(await store.articles.record(id, brought, NOW)).toMatchObject({ deliveries: 2 });
    expect(await store.articles.record(id, brought, NOW)).toEqual({ articles: [], deliveries: 0, edited: [] });
    expect(await sendAll(store, NOW)).toEqual(['1 Title 1', '1 Title 2']);
  });

  test('only the first poll is the past: of it the newest few are posted, whatever its order', async () => {
    const { store } = await open();
    const { id } = await store.feeds.add('https://news.example/feed', 0);
    await subscriber(store, id, '1');
    const first = await store.articles.record(
      id,
      poll([article(2), article(5), article(1), article(4)], { backlog: 2 }),
      NOW,
    );
    expect(first).toMatchObject({ deliveries: 2, articles: [{}, {}, {}, {}] });
    await store.articles.record(id, poll([article(3)], { backlog: 0 }), NOW);
    expect(await sendAll(store, NOW)).toEqual(['1 Title 4', '1 Title 5', '1 Title 3']);
  });

  test.each([
    [0, 0],
    [99, 3],
  ])('a backlog of %i posts %i of three articles', async (backlog, posted) => {
    const { store } = await open();
    const { id } = await store.feeds.add('https://news.example/feed', 0);
    await subscriber(store, id, '1');
    const brought = poll([article(3), article(2), article(1)], { backlog });
    expect(await store.articles.record(id, brought, NOW)).toMatchObject({ deliveries: posted });
  });

  test('what is recorded is known by its key, to its feed alone, however many are asked for', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    const other = await feed(store, 'https://other.example/feed');
    const many = Array.from({ length: 1200 }, (_, index) => article(index));
    await store.articles.record(id, poll(many.slice(0, 1100)), NOW);
    expect(await store.articles.known(id, many)).toEqual(new Set(many.slice(0, 1100).map(({ key }) => key)));
    expect(await store.articles.known(other.id, many)).toEqual(new Set());
    expect(await store.articles.known(id, [])).toEqual(new Set());
  });

  test('an article that comes back under another key is known, and stays so when its title changes too', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await store.articles.record(id, poll([article(1)]), NOW);
    const renamed = article(1, { key: 'key-renamed', link: 'http://www.news.example/1/?utm_source=x' });
    expect(await store.articles.known(id, [renamed])).toEqual(new Set(['key-renamed']));
    const retitled = { ...renamed, title: 'Another title' };
    expect(await store.articles.known(id, [retitled])).toEqual(new Set(['key-renamed']));
    expect(await store.articles.record(id, poll([retitled]), NOW)).toEqual({ articles: [], deliveries: 0, edited: [] });
  });

  test('an article that stands twice in a document is one, known under both its keys', async () => {
    const { store } = await open();
    const { id } = await feed(store);
    await subscriber(store, id, '1');
    const twice = [article(1), article(1, { key: 'key-https' }), article(1, { title: 'Same key, other title' })];
    expect(await store.articles.record(id, poll(twice), NOW)).toMatchObject({
      deliveries: 1,
      articles: [{ key: 'key-1' }],
    });
    expect(await store.articles.known(id, [article(7, { key: 'key-https' })])).toEqual(new Set(['key-https']));
  });

  test('a poll of a feed that is gone records nothing', async () => {
    const { store } = await open();
    expect(await store.articles.record(99, poll([article(1)]), NOW)).toEqual({
      articles: [],
      deliveries: 0,
      edited: [],
    });
  });

  test('a poll that fails half-way leaves no trace', async () => {
    const { store, db } = await open();
    const { id } = await feed(store);
    const broken = article(2, { excerpt: undefined as unknown as string }); // What a bug elsewhere might hand over.
    await expect(
      store.articles.record(id, poll([article(1), broken], { fingerprint: 'print-2' }), NOW),
    ).rejects.toThrow();
    expect(await db.selectFrom('articles').select('id').execute()).toEqual([]);
    expect((await store.feeds.get(id))?.fingerprint).toBe('print-1');
  });
});
