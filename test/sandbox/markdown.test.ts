import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineHtml, markdownHtml } from '../../src/sandbox/page/markdown.ts';
import { namesIn } from '../../src/sandbox/page/names.ts';
import { State } from '../../src/sandbox/state.ts';
import { threadMs } from '../support/stall.ts';

const names = namesIn(new State());
const SPOILER = '<label class="spoiler"><input type="checkbox" aria-label="Show the spoiler"><span>';

describe('Discord’s Markdown', () => {
  it.each([
    ['**b** *i* _i_ ~~s~~ `c`', '<p><strong>b</strong> <em>i</em> <em>i</em> <s>s</s> <code>c</code></p>'],
    ['__under__ **__both__**', '<p><u>under</u> <strong><u>both</u></strong></p>'],
    ['a\nb', '<p>a<br>\nb</p>'],
    ['> q\nr', '<blockquote>\n<p>q</p>\n</blockquote>\n<p>r</p>'],
    ['- a\nb', '<ul>\n<li>a</li>\n</ul>\n<p>b</p>'],
    ['# a\n## b\n#### c', '<h4>a</h4>\n<h5>b</h5>\n<p>#### c</p>'],
    ['a\n\n-# b', '<p>a</p>\n<small class="apart">b</small>'],
    ['||a *b*|| c | d', `<p>${SPOILER}a <em>b</em></span></label> c | d</p>`],
    ['<@&1300000000000000021> <#1>', '<p><span class="mention">@Readers</span> &lt;#1&gt;</p>'],
    ['<#1300000000000000010>', '<p><a class="mention" href="/?channel=1300000000000000010">#articles</a></p>'],
    ['<@1300000000000000002> @here', '<p><span class="mention">@Ada</span> <span class="mention">@here</span></p>'],
    ['</feed add:1300000000000000009>', '<p><span class="mention">/feed add</span></p>'],
    [':tada: :nope: `:tada:` \\:tada:', '<p><span title=":tada:">🎉</span> :nope: <code>:tada:</code> :tada:</p>'],
    ['[m](https://discord.com/channels/13/14/15)', '<p><a href="/?channel=14#message-15">m</a></p>'],
    ['> q\n> r', '<blockquote>\n<p>q<br>\nr</p>\n</blockquote>'],
    ['```ts\na < b\n```', '<pre><code class="language-ts">a &lt; b\n</code></pre>'],
    ['1. a\n2. b', '<ol>\n<li>a</li>\n<li>b</li>\n</ol>'],
    ['\\*not\\* &amp; <b>', '<p>*not* &amp;amp; &lt;b&gt;</p>'],
    [
      '![alt](https://x.y/z.png)',
      '<p>!<a href="https://x.y/z.png" target="_blank" rel="noopener noreferrer">alt</a></p>',
    ],
    ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
    ['[x](//x.y) x.org a@x.org', '<p>[x](//x.y) x.org a@x.org</p>'],
    ['| a |\n| - |\n| b |', '<p>| a |<br>\n| - |<br>\n| b |</p>'],
  ])('shows %j as Discord does', (text, html) => expect(markdownHtml(text, names).trim()).toBe(html));

  it('shows a moment in a form that the browser writes anew', () => {
    expect(markdownHtml('<t:1700000000:R>')).toContain('<time datetime="2023-11-14T22:13:20.000Z" data-style="R">');
    expect(markdownHtml('<t:9999999999999:R>')).toContain('&lt;t:9999999999999:R&gt;');
  });

  it('colours code of a language that it knows, and escapes all code', () => {
    expect(markdownHtml('```js\nconst a = "<b>";\n```')).toContain('<span class="hljs-string">&quot;&lt;b&gt;&quot;');
    expect(markdownHtml('```nonsense\n<b>\n```')).toContain('&lt;b&gt;');
  });

  it('links a bare address', () => {
    expect(markdownHtml('see https://x.y/a_b_c.')).toContain('<a href="https://x.y/a_b_c" target="_blank"');
  });

  it('makes no link inside a line that is one', () => {
    expect(lineHtml('[a](https://x.y) https://x.y **b**')).toBe('[a](https://x.y) https://x.y <strong>b</strong>');
  });

  it('opens no element and no attribute of the text’s own, whatever the text', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '`',
      '```',
      '[',
      '](',
      ')',
      '\n',
      '> ',
      '- ',
      '*',
      'onload=',
      'a',
      '&lt;',
      'https://x.y',
      'javascript:',
      '\\',
      '||',
      '<@',
      '<t:1',
      ':a:',
      '# ',
      '-# ',
      '```js\n',
    );
    const known =
      /<\/?(p|strong|em|u|s|code|pre|a|ul|ol|li|blockquote|br|h[4-6]|small|span|label|input|time)( (class|href|target|rel|start|type|aria-label|datetime|data-style|title)="[^"<>]*")*>/g;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        expect(markdownHtml(parts.join('')).replace(known, '')).not.toMatch(/[<>]/);
        expect(markdownHtml(parts.join(''))).not.toMatch(/href="(?!https?:|")/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['[', '*', '**a', '`', '> ', '- ', '_a', '<', '[a](', '![', '\\', '|', '||a', '||', '<@', ':a', '# '])(
    'takes no time over %j again and again',
    (piece) => {
      const start = threadMs();
      markdownHtml(piece.repeat(4096).slice(0, 4096));
      expect(threadMs() - start).toBeLessThan(1000);
    },
  );
});
