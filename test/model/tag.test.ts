import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldTag, foldTags } from '../../src/model/tag.ts';

describe('one tag', () => {
  test.each([
    ['nodejs', 'Node.js', '#nodejs', 'node-js', ' NODE js ', 'node_js', 'node\u2011js', 'ｎｏｄｅjs'],
    ['rust', 'ru\u200Bst', 'rust\u200D', '\uFEFFrust', '\u202Erust', 'rust\u2060', 'r\u00ADust', '\u200Erust'],
    ['👩‍💻', '👩‍💻', '👩‍💻\u200D', '#\u200B👩‍💻'],
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
    ['🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', '🏴'],
  ])('%s and %s', (one, other) => {
    expect(foldTag(one)).not.toBe(foldTag(other));
  });
});

const signs = fc.string({ unit: fc.constantFrom('#', '-', '.', ' ', '_', 'İ', 'a', '\u200B', '\u200D', '🦀') });

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
