import { expect, test } from 'vitest';

import { plainText } from '../../src/format/plain.ts';
import { threadMs } from '../support/stall.ts';

test('a body becomes its words: blocks part them, marks within a line do not', () => {
  const html = '<h2>One</h2><p>f<b>o</b>o &amp; b&auml;r<br>next</p><ul><li>a</li><li>b</li></ul>';
  expect(plainText(html)).toBe('One foo & bär next a b');
});

test('scripts, styles and the like say nothing, also when they are closed as XHTML closes them', () => {
  const html = 'a<script>var x</script><style>p{}</style><iframe src="x"/> b <svg><text>no</text></svg> c';
  expect(plainText(html)).toBe('a b c');
});

test('it is bounded in length and in time, whatever the body', () => {
  for (const piece of ['<p>', '<b>', 'word ', '&lt;', '<x<p ', '\u{1F600}', '<!--']) {
    const began = threadMs();
    expect(plainText(piece.repeat(400_000)).length).toBeLessThanOrEqual(20_000);
    expect(threadMs() - began).toBeLessThan(2000);
  }
});
