import { expect, test } from 'vitest';

import { snippet } from '../../src/format/snippet.ts';

test('hits are bold, in the form in which they stand, and all else is plain', () => {
  const markdown = '## Head\n> **Running** [cats](<https://a.example/x_y>) use `snake_case` @everyone <@1>';
  expect(snippet(markdown, ['run', 'cat'])).toBe('Head **Running** **cats** use snake\\_case @\u200beveryone <\\@1\\>');
});

test('a hit far inside is in the middle of the piece', () => {
  const text = `${'lorem ipsum '.repeat(100)}needle ${'dolor sit '.repeat(100)}`;
  const piece = snippet(text, ['needle']);
  expect(piece).toMatch(/^… (?:\w+ ){5,15}\*\*needle\*\* .*…$/);
  expect(piece.length).toBeLessThan(260);
});

test('without a hit it is the beginning, and of nothing nothing', () => {
  expect(snippet('One two.', ['three'])).toBe('One two.');
  expect(snippet('', ['three'])).toBe('');
  expect(snippet('x'.repeat(5000), ['y']).length).toBeLessThan(260);
});

test.each([
  ['of words', 'Everything, differently; '.repeat(40), /^(?:Everything, differently; )+Everything(?:, differently)?…$/],
  ['of a word longer than itself', `A ${'x'.repeat(5000)}`, /^A x{200,}…$/],
  ['of Japanese', '東京都に住んでいる'.repeat(60), /(?:東京|都|に|住ん|で|いる)…$/],
])('a piece %s ends at a word', (_, text, expected) => {
  expect(snippet(text, ['none'])).toMatch(expected);
});

test('code keeps its signs, in a line and in a block', () => {
  expect(snippet('Everyone calls `__init__` it.\n```py\na * b_c\n```', ['calls'])).toBe(
    'Everyone **calls** \\_\\_init\\_\\_ it. a \\* b\\_c',
  );
});

test('a single letter among other words is not made bold, nor what only looks like its plural', () => {
  expect(snippet('Write a feed as if a reader saw it', ['a', 'feed'])).toBe('Write a **feed** as if a reader saw it');
  expect(snippet('Learn C today', ['c'])).toBe('Learn **C** today');
});
