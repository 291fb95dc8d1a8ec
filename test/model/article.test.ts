import { describe, expect, test } from 'vitest';
import { articleAlias, articleKey, oldestFirst } from '../../src/model/article.ts';

describe('the key of an article', () => {
  const facts = { id: 'an id', link: 'https://e.org/a', title: 'A', published: 5 };

  test('is the id that the feed gives, without the space around it', () => {
    expect(articleKey({ ...facts, id: ' an id\n' })).toBe('an id');
  });

  test('is the link when there is no id, or an empty one', () => {
    expect(articleKey({ ...facts, id: undefined })).toBe('https://e.org/a');
    expect(articleKey({ ...facts, id: '  ' })).toBe('https://e.org/a');
  });

  test('depends on title and date when there is neither', () => {
    const bare = { ...facts, id: undefined, link: undefined };
    const keys = [bare, { ...bare, title: 'B' }, { ...bare, published: 6 }, { ...bare, published: undefined }].map(
      articleKey,
    );
    expect(new Set(keys).size).toBe(4);
    expect(articleKey({ ...bare })).toBe(keys[0]);
  });

  test('fits an index however long the id is, and still tells two of them apart', () => {
    const long = 'x'.repeat(10_000);
    expect(articleKey({ ...facts, id: long }).length).toBeLessThanOrEqual(512);
    expect(articleKey({ ...facts, id: long })).not.toBe(articleKey({ ...facts, id: `${long}y` }));
  });
});

describe('two links are one article', () => {
  const alias = (link: string, title = 'T') => articleAlias({ link, title });

  test.each([
    ['https://e.org/a', 'http://e.org/a'],
    ['https://e.org/a', 'https://www.e.org/a/'],
    ['https://e.org/a', 'https://E.org/a?utm_source=rss&utm_medium=feed&fbclid=1'],
    ['https://e.org/a?p=1', 'https://e.org/a?utm_campaign=x&p=1'],
    ['https://dev.to/old_name/a-title-1a2b', 'https://dev.to/new_name/a-title-1a2b'],
  ])('%s and %s', (one, other) => {
    expect(alias(one)).toBe(alias(other));
  });

  test.each([
    ['https://e.org/a', 'https://e.org/b'],
    ['https://e.org/?p=1', 'https://e.org/?p=2'],
    ['https://e.org/a', 'https://e.com/a'],
    ['https://e.org/log#1', 'https://e.org/log#2'],
    ['https://e.org/ann/title', 'https://e.org/bob/title'],
    ['https://dev.to/ann/a-title-1a2b', 'https://dev.to/ann/a-title-9z9z'],
  ])('but %s and %s are two', (one, other) => {
    expect(alias(one)).not.toBe(alias(other));
  });

  test('but not when their titles differ: a feed may link all its articles to one page', () => {
    expect(alias('https://e.org/news', 'one')).not.toBe(alias('https://e.org/news', 'two'));
  });

  test.each([undefined, 'https://e.org/', 'https://e.org/?utm_source=rss', 'mailto:a@e.org', 'not a link'])(
    'unless the link says nothing: %s',
    (link) => {
      expect(articleAlias({ link, title: 'T' })).toBeUndefined();
    },
  );
});

describe('articles are posted oldest first', () => {
  const order = (...dates: (number | undefined)[]) =>
    oldestFirst(dates.map((published, index) => ({ published, index }))).map(({ index }) => index);

  test('whatever order the feed lists them in', () => {
    expect(order(3, 2, 1)).toEqual([2, 1, 0]);
    expect(order(1, 3, 2)).toEqual([0, 2, 1]);
  });

  test('those without a date stay beside their neighbours', () => {
    expect(order(undefined, undefined, undefined)).toEqual([2, 1, 0]);
    expect(order(3, undefined, 1)).toEqual([2, 1, 0]);
  });
});
