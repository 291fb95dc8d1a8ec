import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authorKey, foldOf, type Queued } from '../../src/model/fold.ts';

const MINUTE = 60_000;

/** A queue from a line of authors, `ada@3` being three minutes after the start; a capital was posted already. */
function queue(line: string): Queued[] {
  return line.split(' ').map((word, index) => {
    const [author = '', minutes = ''] = word.split('@');
    const waits = author === author.toLowerCase();
    return { id: index + 1, feedId: 1, author: author.toLowerCase(), at: Number(minutes) * MINUTE, waits };
  });
}

/** The numbers of those that leave with the first one that waits. */
function folded(line: string, most = 5): number[] {
  const all = queue(line);
  const [next, ...behind] = all.filter(({ waits }) => waits);
  if (next === undefined) throw new Error('nothing waits');
  const around = [...all.filter(({ waits }) => !waits), ...behind];
  return foldOf(next, around, most).map(({ id }) => id);
}

describe('a fold', () => {
  test('takes more than five of one author within five minutes, and leaves others alone', () => {
    expect(folded('ada@0 ada@1 bob@1 ada@2 ada@3 ada@4 ada@4.9')).toEqual([1, 2, 4, 5, 6, 7]);
    expect(folded('bob@0 ada@0 ada@1 ada@2 ada@3 ada@4 ada@4.9')).toEqual([]);
  });

  test('is none of five, nor of one a minute for an hour', () => {
    expect(folded('ada@0 ada@0 ada@0 ada@0 ada@0')).toEqual([]);
    expect(folded(Array.from({ length: 60 }, (_, minute) => `ada@${minute}`).join(' '))).toEqual([]);
  });

  test('takes a feed whose many authors publish at once, but none whose own burst is a message of its own', () => {
    expect(folded('ada@0 bob@0 cid@0 dee@0 eve@0 fay@0')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(folded('bob@0 ada@0 ada@1 ada@1 ada@1 ada@1 ada@1 cid@2 dee@2')).toEqual([]);
  });

  test('counts what was just posted, unless too few are left to fold', () => {
    expect(folded('ADA@0 ADA@0 ADA@1 ada@1 ada@2 ada@2')).toEqual([4, 5, 6]);
    expect(folded('ADA@0 ADA@0 ADA@1 ADA@1 ada@2 ada@2')).toEqual([]);
  });

  test('goes on for as long as a burst does', () => {
    const burst = Array.from({ length: 20 }, (_, index) => `ada@${index / 2}`).join(' ');
    expect(folded(burst)).toHaveLength(20);
  });

  test('begins above the number that the host has set', () => {
    expect(folded('ada@0 ada@0', 1)).toEqual([1, 2]);
    expect(folded('ada@0 ada@0', 2)).toEqual([]);
    expect(folded('ada@0 ada@0 ada@0 ada@0', 0)).toEqual([]);
  });

  test('holds the next article, each once, in their order, and only such as wait, whatever the queue', () => {
    const one = fc.record({
      author: fc.constantFrom('ada', 'bob', undefined),
      feedId: fc.constantFrom(1, 2),
      at: fc.integer({ min: 0, max: 12 }).map((minutes) => minutes * MINUTE),
      waits: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 7 }), (facts, most) => {
        const [next, ...around] = facts.map((each, id) => ({ ...each, id, waits: each.waits || id === 0 }));
        if (next === undefined) return;
        const fold = foldOf(next, around, most);
        if (fold.length === 0) return;
        expect(fold[0]).toBe(next);
        expect(fold.every(({ waits }) => waits)).toBe(true);
        const ids = fold.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
        const isOne = (key: 'author' | 'feedId') => new Set(fold.map((each) => each[key])).size === 1;
        expect(isOne('author') || isOne('feedId')).toBe(true);
        expect(most).toBeGreaterThan(0);
      }),
    );
  });
});

test('an author is known by a page, on whichever feed, and by a name within one feed', () => {
  const of = (feedId: number, name: string, url?: string) => authorKey({ feedId, authors: [{ name, url }] });
  expect(of(1, 'Ada', 'https://dev.to/ada')).toBe(of(2, 'Ada L', 'https://dev.to/ada'));
  expect(of(1, 'Ada')).toBe(of(1, ' ada '));
  expect(of(1, 'Ada')).not.toBe(of(2, 'Ada'));
  expect(authorKey({ feedId: 1, authors: [] })).toBeUndefined();
});
