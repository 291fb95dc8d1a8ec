import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldTag, foldTags } from '../../src/model/tag.ts';

describe('one tag', () => {
  test.each([
    ['nodejs', 'Node.js', '#nodejs', 'node-js', ' NODE js ', 'node_js', 'node\u2011js', 'ｎｏｄｅjs'],
    ['c++', 'C++', '#c++'],
    ['日本語', '日本語', '#日本語'],
    ['café', 'Cafe\u0301', 'CAFÉ'],
  ])('%s', (folded, ...written) => {
    expect(written.map(foldTag)).toEqual(written.map(() => folded));
  });
});

describe('two tags', () => {
  test.each([
    ['java', 'javascript'],
    ['c', 'c++'],
    ['c', 'c#'],
    ['c++', 'c#'],
    ['résumé', 'resume'],
  ])('%s and %s', (one, other) => {
    expect(foldTag(one)).not.toBe(foldTag(other));
  });
});

const signs = fc.string({ unit: fc.constantFrom('#', '-', '.', ' ', '_', 'İ', 'a') });

test('folding a folded tag changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), signs), (tag) => {
      expect(foldTag(foldTag(tag))).toBe(foldTag(tag));
    }),
  );
});

test('a list keeps its order, and loses what is empty or there already', () => {
  expect(foldTags(['Rust', ' ', '#', 'web-dev', 'rust', 'WebDev'])).toEqual(['rust', 'webdev']);
});
