import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBody } from '../../src/feed/body.ts';
import { threadMs } from '../support/stall.ts';
import { plainText } from '../../src/feed/plain.ts';

const base = 'https://e.org/a/b';

describe('the picture of a body', () => {
  test.each([
    ['<img src="c.jpg">', 'https://e.org/a/c.jpg'],
    ['<img src="data:image/gif;base64,R0" data-src="/late.jpg">', 'https://e.org/late.jpg'],
    ['<img src="c.jpg" width="100%">', 'https://e.org/a/c.jpg'],
    ['<img src="/t.gif" width="1" height="1"><img src="c.jpg">', 'https://e.org/a/c.jpg'],
    ['<div class="ltag__link--embedded"><div><img src="x.jpg"></div></div><img src="c.jpg">', 'https://e.org/a/c.jpg'],
    ['<div class="crayons-story "><img src="x.jpg">', undefined],
    ['<div class="crayons-story"></p><br></br><img src="x.jpg"></div><img src="c.jpg">', 'https://e.org/a/c.jpg'],
    ['<ul><li class="share"><img src="x.jpg"><li class="share"><i></i></ul><img src="c.jpg">', 'https://e.org/a/c.jpg'],
    ['<img src="https://secure.gravatar.com/abc.jpg">', undefined],
    ['<img src="/profile_image/1.jpg"><img src="/i/avatar-1.png">', undefined],
    ['<img class="wp-smiley" src="smile.png"><img alt="user avatar" src="u.png">', undefined],
    ['<img src="https://img.shields.io/npm/v/x"><img src="d.svg">', undefined],
    ['<img src="javascript:alert(1)"><img src="data:image/png;base64,AA"><img>', undefined],
    ['no tags', undefined],
  ])('%s', (html, image) => {
    expect(readBody(html, base).image).toBe(image);
  });
});

describe('addresses in a body', () => {
  test.each([
    ['<a href="/t/ai">x</a>', '<a href="https://e.org/t/ai">x</a>'],
    ['<a href="#fn">x</a>', '<a href="https://e.org/a/b#fn">x</a>'],
    [
      '<a href=\'?p=1&amp;q="\' title="a &amp; b" download>x</a>',
      '<a href=\'https://e.org/a/b?p=1&amp;q=%22\' title="a &amp; b" download>x</a>',
    ],
    ['<img src="//cdn.e.org/x.png"/>', '<img src="https://cdn.e.org/x.png"/>'],
    [
      '<a href="mailto:x@e.org">x</a><a href="https://x.org">',
      '<a href="mailto:x@e.org">x</a><a href="https://x.org">',
    ],
    ['<a href=/x>x</a><A HREF = "y" id=z>', '<a href=https://e.org/x>x</a><A HREF = "https://e.org/a/y" id=z>'],
    ["<a href='/it&apos;s'>", "<a href='https://e.org/it&#39;s'>"],
    ['<a href="/a" href="/b">', '<a href="https://e.org/a" href="https://e.org/b">'],
    ['&lt;a href="/x"&gt; <!-- <a href="/x"> -->', '&lt;a href="/x"&gt; <!-- <a href="/x"> -->'],
  ])('%s', (html, expected) => {
    expect(readBody(html, base).html).toBe(expected);
  });

  test('are never an error, and made absolute once', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('<a href="', '/x', '">', '<img src=', '<!--', '</p>', '<div ', "'"),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const once = readBody(pieces.join(''), base).html;
        expect(readBody(once, base).html).toBe(once);
      }),
    );
  });
});

describe('what a body says', () => {
  test('a body becomes its words: blocks part them, marks within a line do not', () => {
    const html = '<h2>One</h2><p>f<b>o</b>o &amp; b&auml;r<br>next</p><ul><li>a</li><li>b</li></ul>';
    expect(readBody(html, base).text).toBe('One foo & bär next a b');
  });

  test('scripts, styles and the like say nothing, also when they are closed as XHTML closes them', () => {
    const html = 'a<script>var x</script><style>p{}</style><iframe src="x"/> b <svg><text>no</text></svg> c';
    expect(readBody(html, base).text).toBe('a b c');
  });

  test('it is bounded in length and in time, whatever the body', () => {
    for (const piece of ['<p>', '<b>', 'word ', '&lt;', '<x<p ', '\u{1F600}', '<!--']) {
      const began = threadMs();
      expect(readBody(piece.repeat(400_000), base).text.length).toBeLessThanOrEqual(20_000);
      expect(threadMs() - began).toBeLessThan(2000);
    }
  });
});

describe('a title in plain text', () => {
  test.each([
    ['The <b>bold <i>and</i></b> way', 'The bold and way'],
    ['How to centre a <div>', 'How to centre a <div>'],
    ['Why <script>alert(1)</script> works', 'Why <script>alert(1)</script> works'],
    ['What <!-- --> hides', 'What <!-- --> hides'],
    ['a < b and <b>', 'a < b and <b>'],
    ['It&#8217;s &amp;amp; R&amp;D', 'It’s &amp; R&D'],
    ['?a=1&copy=2', '?a=1&copy=2'],
    ['one<br/>two\n  three\u00A0', 'one two three'],
  ])('%s', (html, text) => {
    expect(plainText(html)).toBe(text);
  });
});
