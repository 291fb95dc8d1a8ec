import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { FullDigest } from '../../src/model/article.ts';
import type { Store } from '../../src/store/index.ts';
import type { Filter } from '../../src/store/search.ts';
import { dialects } from '../support/dialects.ts';
import { article, poll, sendAll } from './world.ts';

const DAY = 86_400_000;
const NOW = 100 * DAY;
const HERE = { kind: 'server', serverId: '100' } as const;
const THERE = { kind: 'server', serverId: '200' } as const;
const PAGE = { scope: HERE, offset: 0, limit: 10 };

async function serverFeed(store: Store, serverId: string, url: string, articles: readonly FullDigest[]) {
  const { id } = await store.feeds.add(url, 0);
  await store.servers.addFeed(serverId, id, undefined, 0);
  await store.articles.record(id, poll(articles, { title: new URL(url).host }), NOW);
  return id;
}

/** An article that says this in its body. */
function says(number: number, text: string, facts: Partial<FullDigest> = {}): FullDigest {
  return article(number, { title: `Title${number}`, text, excerpt: text, published: NOW - number, ...facts });
}

async function titles(store: Store, words: string, filter: Partial<Filter> = {}): Promise<string[]> {
  const { hits } = await store.search.find({ ...PAGE, ...filter, words }, NOW);
  return hits.map((hit) => hit.article.title);
}

describe.each(dialects)('the search on $name', ({ open }) => {
  test('words are and-ed and stemmed, phrases are exact, -without and or work', async () => {
    const { store } = await open();
    await serverFeed(store, '100', 'https://one.example/', [
      says(1, 'The cats were running in Kubernetes clusters.'),
      says(2, 'A cat sleeps. Solid queue.'),
      says(3, 'Queue of solid dogs, naïve ones'),
    ]);
    const found = async (words: string) => (await titles(store, words)).toSorted();
    expect(await found('cat run')).toEqual(['Title1']);
    expect(await found('CATS')).toEqual(['Title1', 'Title2']);
    expect(await found('"solid queue"')).toEqual(['Title2']);
    expect(await found('queue -"solid queue"')).toEqual(['Title3']);
    expect(await found('kubernetes or dog')).toEqual(['Title1', 'Title3']);
    expect(await found('(kubernetes OR dog) naive')).toEqual(['Title3']);
    expect(await found('-cat')).toEqual(['Title3']);
    expect(await found('nothing such')).toEqual([]);
    expect(await found('queue -Queue')).toEqual([]);
    expect(await found('queue or cat -Queue')).toEqual(['Title1']);
    expect(await found('')).toEqual(['Title1', 'Title2', 'Title3']);
  });

  test('a title counts more than a body, and what is new a little more than what is old', async () => {
    const { store } = await open();
    await serverFeed(store, '100', 'https://one.example/', [
      says(1, 'about rust and other things'),
      says(2, 'about other things and more', { title: 'Rust', published: 5 }),
      says(3, 'about rust and other things', { title: 'Title1', published: 5 }),
    ]);
    const { hits } = await store.search.find({ ...PAGE, words: 'rust' }, NOW);
    expect(hits.map(({ article: { key } }) => key)).toEqual(['key-2', 'key-1', 'key-3']);
  });

  test('Japanese, Chinese and Thai are found by their words, right-to-left text too', async () => {
    const { store } = await open();
    await serverFeed(store, '100', 'https://one.example/', [
      says(1, '東京都で新しいプログラミング言語が発表されました。'),
      says(2, '我们在学习机器学习和数据库'),
      says(3, 'ฉันชอบเขียนโปรแกรม'),
      says(4, 'מדריך לתכנות מתקדם'),
    ]);
    expect(await titles(store, '言語')).toEqual(['Title1']);
    expect(await titles(store, '数据库')).toEqual(['Title2']);
    expect(await titles(store, 'โปรแกรม')).toEqual(['Title3']);
    expect(await titles(store, 'תכנות לתכנות or מתקדם')).toEqual([]);
    expect(await titles(store, 'לתכנות')).toEqual(['Title4']);
    const { hits } = await store.search.find({ ...PAGE, words: '数据库' }, NOW);
    expect(hits[0]?.article.excerpt).toContain('数据库');
  });

  test('tag, author, feed and date narrow it; a tag is exact but for the aliases of the server', async () => {
    const { store } = await open();
    const one = await serverFeed(store, '100', 'https://one.example/', [
      says(1, 'x', { tags: ['Java'], authors: [{ name: 'Tanya  Prajapati', url: undefined }] }),
      says(2, 'x', { tags: ['JavaScript', '\u{1F680}'] }),
      says(3, 'x', { tags: ['js'], published: NOW - 9 * DAY }),
    ]);
    const two = await serverFeed(store, '100', 'https://two.example/', [says(4, 'x')]);
    expect(await titles(store, 'x', { tag: 'java' })).toEqual(['Title1']);
    expect(await titles(store, 'x', { tag: '\u{1F680}' })).toEqual(['Title2']);
    await store.servers.setAlias('100', { tag: 'js', means: 'javascript' }, NOW);
    expect((await titles(store, 'x', { tag: 'JS' })).toSorted()).toEqual(['Title2', 'Title3']);
    expect(await titles(store, 'x', { author: 'tanya prajapati' })).toEqual(['Title1']);
    expect(await titles(store, 'tanya')).toEqual(['Title1']);
    expect(await titles(store, 'x', { feedId: two })).toEqual(['Title4']);
    expect((await titles(store, 'x', { since: NOW - DAY })).toSorted()).toEqual(['Title1', 'Title2', 'Title4']);
    expect(await titles(store, '', { feedId: one })).toEqual(['Title1', 'Title2', 'Title3']);
    expect(await titles(store, 'x', { since: NOW + 1 })).toEqual([]);
    expect((await store.search.newestOf(one))?.title).toBe('Title1');
    expect(await store.search.newestOf(99)).toBeUndefined();
  });

  test('pages follow each other, and an article that came by two feeds is one hit', async () => {
    const { store } = await open();
    const many = Array.from({ length: 25 }, (_, n) => says(n, 'same'));
    await serverFeed(store, '100', 'https://one.example/', many);
    await serverFeed(store, '100', 'https://two.example/', many.slice(0, 5));
    const seen: string[] = [];
    for (let offset = 0; ; offset += 10) {
      const page = await store.search.latest({ ...PAGE, offset });
      seen.push(...page.hits.map((hit) => hit.article.title));
      if (!page.more) break;
    }
    expect(seen).toEqual(many.map(({ title }) => title));
  });

  test('a hit leads to its message in that server, never to one in another or in a direct message', async () => {
    const { store } = await open();
    const id = await serverFeed(store, '100', 'https://one.example/', []);
    const lead = async (address: string, serverId: string | undefined) => {
      const kind = serverId === undefined ? 'direct' : 'channel';
      const { id: destinationId } = await store.destinations.ensure({ kind, address, serverId });
      await store.subscriptions.add({ feedId: id, destinationId, tags: [], except: [], serverId }, NOW);
    };
    await lead('9', undefined);
    await lead('8', '200');
    await store.articles.record(id, poll([says(1, 'word')]), NOW);
    await sendAll(store, NOW);
    const message = async () => (await store.search.find({ ...PAGE, words: 'word' }, NOW)).hits[0]?.message;
    expect(await message()).toBeUndefined();
    await lead('7', '100');
    await store.articles.record(id, poll([says(2, 'other')]), NOW);
    await sendAll(store, NOW);
    const { hits } = await store.search.find({ ...PAGE, words: 'other' }, NOW);
    expect(hits[0]?.message).toMatchObject({ channelId: '7' });
  });

  test('another server’s feeds never show: not in search, tags, authors, feeds or trends', async () => {
    const { store } = await open();
    const secret = { tags: ['secrettag'], authors: [{ name: 'Secret Author', url: undefined }], published: NOW };
    const hidden = await serverFeed(store, '200', 'https://secret.example/?token=hunter2', [
      says(1, 'secret word', secret),
    ]);
    await serverFeed(store, '100', 'https://one.example/', [says(2, 'public word')]);
    expect(await titles(store, 'secret')).toEqual([]);
    expect(await titles(store, 'word')).toEqual(['Title2']);
    expect(await titles(store, '', { feedId: hidden })).toEqual([]);
    expect(await titles(store, 'word', { tag: 'secrettag' })).toEqual([]);
    expect(await store.search.suggestTags(HERE, 'sec', NOW)).toEqual([]);
    expect(await store.search.suggestTags(HERE, '', NOW)).toEqual([]);
    expect(await store.search.suggestAuthors(HERE, 'secret')).toEqual([]);
    expect(await store.search.trending(HERE, NOW)).toEqual([]);
    const empty = { kind: 'server', serverId: '300' } as const;
    expect(await titles(store, 'word', { scope: empty })).toEqual([]);
    expect(await titles(store, '', { scope: empty })).toEqual([]);
    expect(await titles(store, 'secret', { scope: THERE })).toEqual(['Title1']);
    // The tokens that mark feeds can't be typed.
    expect(await titles(store, `\u{E000}f${hidden} or word`)).toEqual(['Title2']);
  });

  test('a member finds what comes to them by direct message, and nothing that they led to channels', async () => {
    const { store } = await open();
    const [one, two] = [
      await serverFeed(store, '100', 'https://one.example/', [says(1, 'word')]),
      await serverFeed(store, '100', 'https://two.example/', [says(2, 'word')]),
    ];
    await serverFeed(store, '200', 'https://three.example/', [says(3, 'word')]);
    const mine = { kind: 'member', memberId: 'ada' } as const;
    const direct = await store.destinations.ensure({ kind: 'direct', address: '9' });
    const channel = await store.destinations.ensure({ kind: 'channel', address: '8', serverId: '100' });
    const wish = { memberId: 'ada', tags: [], except: [] };
    expect(await titles(store, 'word', { scope: mine })).toEqual([]);
    await store.subscriptions.add({ ...wish, serverId: '100', feedId: two, destinationId: channel.id }, NOW);
    await store.subscriptions.add({ ...wish, serverId: '100', feedId: one, destinationId: direct.id }, NOW);
    expect(await titles(store, 'word', { scope: mine })).toEqual(['Title1']);
    await store.subscriptions.add({ ...wish, serverId: '200', destinationId: direct.id }, NOW);
    expect((await titles(store, 'word', { scope: mine })).toSorted()).toEqual(['Title1', 'Title3']);
  });

  test('whatever is typed is no error and no leak', async () => {
    const { store } = await open();
    await serverFeed(store, '200', 'https://secret.example/', [says(1, 'secret word')]);
    await serverFeed(store, '100', 'https://one.example/', [says(2, 'public word')]);
    const wrong = [
      ...[
        '"open',
        '-',
        '--',
        '""',
        '-""',
        '" " "',
        'or',
        'OR or OR',
        'a OR',
        'NOT x',
        'x NOT',
        'NEAR(a b)',
        'a*',
        '^a',
      ],
      ...[
        'scope:1',
        '{title} : a',
        'title:secret',
        "'; drop table articles; --",
        '(((',
        ')))',
        'a AND',
        '\0',
        '\uD800',
      ],
      ...['word '.repeat(1000), '"a" '.repeat(1000), '-a '.repeat(1000), 'or '.repeat(1000), 'x'.repeat(100_000)],
      ...['\u{1F680}', '\u{E000}', '%', '_', '?', ':a', '$1', '\u0301', '\u200F'],
    ];
    for (const words of wrong) expect(await titles(store, words), words.slice(0, 40)).not.toContain('Title1');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (words) => {
        expect(await titles(store, words)).not.toContain('Title1');
        await store.search.suggestTags(HERE, words, NOW);
        await store.search.suggestAuthors(HERE, words);
      }),
      { numRuns: 200 },
    );
  });

  test('extremes: 300 feeds, a title of 4,000 characters, a word that 1,500 articles have', async () => {
    const { store } = await open();
    const long = 'long '.repeat(800);
    for (let n = 0; n < 300; n += 1)
      await serverFeed(store, '100', `https://feed${n}.example/`, [
        ...Array.from({ length: 5 }, (_, k) => says(n * 5 + k, `common`)),
        ...(n === 299 ? [says(5000, 'rare', { title: long })] : []),
      ]);
    expect(await titles(store, 'rare')).toEqual([long]);
    await serverFeed(store, '200', 'https://secret.example/', [says(6000, 'rare common')]);
    expect(await titles(store, 'rare')).toEqual([long]);
    expect(await titles(store, '"rare" or nothing')).toEqual([long]);
    expect(await titles(store, 'common -common')).toEqual([]);
    expect((await store.search.find({ ...PAGE, words: 'common', offset: 990 }, NOW)).hits).toHaveLength(10);
  });

  test('a server of many feeds finds its own, however much those of others have', async () => {
    const { store } = await open();
    for (let n = 0; n < 21; n += 1)
      await serverFeed(store, '100', `https://feed${n}.example/`, [says(n, 'common cat'), says(100 + n, 'common dog')]);
    const others = Array.from({ length: 5_000 }, (_, n) => says(1000 + n, 'common', { tags: ['same'] }));
    await serverFeed(store, '200', 'https://secret.example/', others);
    const found = async (words: string, filter: Partial<Filter> = {}) =>
      (await titles(store, words, { limit: 50, ...filter })).length;
    expect(await found('common')).toBe(42);
    expect(await found('cat')).toBe(21);
    expect(await found('common -cat')).toBe(21);
    expect(await found('-cat')).toBe(21);
    expect(await found('')).toBe(42);
    expect(await found('', { tag: 'same' })).toBe(0);
    expect(await found('', { since: NOW + 1 })).toBe(0);
  });

  test('what a search weighs is read ahead in stretches, to the end', async () => {
    const { store } = await open();
    expect(await store.search.warm(undefined)).toBeUndefined();
    const many = Array.from({ length: 1_200 }, (_, n) => says(n, ''));
    await serverFeed(store, '100', 'https://one.example/', many);
    const rest = await store.search.warm(undefined);
    expect(rest).toBe(201);
    expect(await store.search.warm(rest)).toBeUndefined();
  });

  test('proposals are as written, the most used first; authors by any of their names', async () => {
    const { store } = await open();
    const by = (...names: string[]) => names.map((name) => ({ name, url: undefined }));
    await serverFeed(store, '100', 'https://one.example/', [
      says(1, 'x', { tags: ['Node.js', 'Nim'], authors: by('Tanya Prajapati') }),
      says(2, 'x', { tags: ['nodejs', ' '], authors: by('Prakash', 'tanya prajapati') }),
    ]);
    await serverFeed(store, '100', 'https://two.example/', [
      says(3, 'x', { tags: ['nodejs'], authors: by('Prakash') }),
    ]);
    const { search } = store;
    expect(await search.suggestTags(HERE, '#No', NOW)).toMatchObject([{ articles: 3 }]);
    expect((await search.suggestTags(HERE, '', NOW)).map(({ written }) => written)).toEqual(['nodejs', 'nim']);
    expect(await search.suggestAuthors(HERE, 'praj')).toEqual([{ written: 'Tanya Prajapati', articles: 2 }]);
    expect((await search.suggestAuthors(HERE, 'pra')).map(({ articles }) => articles)).toEqual([2, 2]);
  });

  test('an author counts once per article, whichever and however many words begin so', async () => {
    const { store } = await open();
    const by = (name: string) => ({ authors: [{ name, url: undefined }] });
    const names = ['Maxim Marin', 'Ludwig Maria Mayer', 'Jo Jo Jo', 'Ax A_B', 'O% Op'];
    for (const host of ['one', 'two'])
      await serverFeed(
        store,
        '100',
        `https://${host}.example/`,
        names.map((name, n) => says(n, 'x', by(name))),
      );
    const proposed = async (start: string) =>
      (await store.search.suggestAuthors(HERE, start)).map(({ written, articles }) => `${written}: ${articles}`);
    expect((await proposed('')).toSorted()).toEqual(names.map((name) => `${name}: 2`).toSorted());
    expect(await proposed('ma')).toEqual(['Ludwig Maria Mayer: 2', 'Maxim Marin: 2']);
    expect(await proposed('jo jo')).toEqual(['Jo Jo Jo: 2']);
    expect(await proposed('a_')).toEqual(['Ax A_B: 2']);
    expect(await proposed('o%')).toEqual(['O% Op: 2']);
  });

  test('trends set this week against the four before', async () => {
    const { store } = await open();
    const dated = [0, 1, 8, 9, 20, 30, 60].map((days, n) =>
      says(n, 'x', { tags: ['Rust'], published: NOW - days * DAY }),
    );
    await serverFeed(store, '100', 'https://one.example/', [...dated, says(99, 'x', { tags: ['Go'], published: NOW })]);
    expect(await store.search.trending(HERE, NOW)).toEqual([
      { tag: 'rust', written: 'Rust', thisWeek: 2, before: 1 },
      { tag: 'go', written: 'Go', thisWeek: 1, before: 0 },
    ]);
  });
});
