import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atoms } from '../../src/format/inline.ts';
import { toMarkdown } from '../../src/format/markdown.ts';
import { threadMs } from '../support/stall.ts';
import { nastyHtml } from './subjects.ts';

const convert = (html: string, maxLength = 4000) => toMarkdown(html, { maxLength });

/** The lines outside of blocks of code. */
function prose(markdown: string): string[] {
  let fenced = false;
  return markdown.split('\n').filter((line) => {
    const isFence = /^(?:> )?```/.test(line);
    if (isFence) fenced = !fenced;
    return !fenced && !isFence;
  });
}

/** A line without its code, in which nothing has a meaning. */
function looseText(line: string): string {
  return atoms(line)
    .filter(({ kind }) => kind !== 'code')
    .map(({ kind, text }) => (kind === 'link' ? looseText(text.slice(1)) : text))
    .join('');
}

describe('whatever the HTML', () => {
  it('nobody is mentioned', () => {
    fc.assert(
      fc.property(nastyHtml, (html) => {
        for (const line of prose(convert(html))) {
          expect(looseText(line)).not.toMatch(/@everyone|@here|<@[!&]?\d+>|<#\d+>|<a?:\w+:\d+>|<t:-?\d+/);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('blocks of code are closed, and every line is balanced for itself', () => {
    fc.assert(
      fc.property(nastyHtml, (html) => {
        const markdown = convert(html);
        expect(markdown.split('\n').filter((line) => /^(?:> )?```/.test(line)).length % 2).toBe(0);
        for (const line of prose(markdown)) {
          const marks = atoms(line).filter(({ kind }) => kind === 'mark');
          for (const mark of ['||', '~~']) expect(marks.filter(({ text }) => text === mark).length % 2).toBe(0);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('it is well-formed Unicode without controls', () => {
    fc.assert(
      fc.property(nastyHtml, (html) => {
        const markdown = convert(html);
        expect(markdown.isWellFormed()).toBe(true);
        expect(markdown).not.toMatch(/[\u202A-\u202E\u2066-\u2069[\p{Cc}--[\n\t]]]/v);
      }),
    );
  });
});

describe('what is written in an article', () => {
  it.each([
    ['bold lines', '<b>one<br>two</b>', '**one**\n**two**'],
    ['a bold block of code', '<b><pre>a\n\nb</pre></b>', '```\na\n\nb\n```'],
    [
      'a link around a heading',
      '<a href="https://x.org"><h2>Title</h2><p>More</p></a>',
      '[**Title** More](https://x.org/)',
    ],
    ['an address as its own title', '<a href="https://x.org/">https://x.org/</a>', '<https://x.org/>'],
    ['a link to a script', '<a href="javascript:alert(1)">press</a>', 'press'],
    ['a data: picture', '<img src="data:image/png;base64,AAAA" alt="a dot">', 'a dot'],
    [
      'a picture loaded late',
      '<img src="data:,x" data-src="https://x.org/a.png" alt="a">',
      '🖼️ [a](https://x.org/a.png)',
    ],
    [
      'a picture that a text touches',
      '<img src="https://x.org/a.png" alt="a">Text',
      '🖼️ [a](https://x.org/a.png) Text',
    ],
    ['code in a quote', '<blockquote><pre>a</pre></blockquote>', '> ```\n> a\n> ```'],
    ['a quote in a quote', '<blockquote>a<blockquote>b</blockquote></blockquote>', '> a\n> \n> b'],
    [
      'an XHTML frame that closes itself',
      '<iframe src="https://x.org/v"/><p>after</p>',
      '🔗 [x.org](https://x.org/v)\n\nafter',
    ],
    ['an asterisk and bold letters in a small heading', '<h5>*<b>a</b> <em>b</em></h5>', '**\\*a *b***'],
    ['backticks in code', '<code>a`b</code>', '`` a`b ``'],
    ['repeated lines and empty lines of code', '<pre># a\n# a\n\n\n# a</pre>', '```\n# a\n# a\n\n\n# a\n```'],
    ['code of several lines', '<code>a<br>b</code>', '```\na\nb\n```'],
    ['points that nobody ends', '<ul><li><p>a<li><p>b</ul>c', '- a\n- b\n\nc'],
    ['terms that nobody ends', '<dl><dt>a<dd><p>b<dt>c<dd>d</dl>', '**a**\nb\n\n**c**\nd'],
    [
      'cells that nobody ends',
      '<table><thead><tr><th>A<th>B<tbody><tr><td><b>a</b><td>b<tr><td><p>c<td><p>d</table>',
      '```\nA  B\n─  ─\na  b\nc  d\n```',
    ],
    [
      'a link that nobody ends',
      '<a href="https://x.org/a"><b>a</b><p>b</p><a href="https://x.org/b">c</a> d',
      '[**a** b](https://x.org/a)\n\n[c](https://x.org/b) d',
    ],
    [
      'a text beside the cells of a table',
      '<table><tr><td>a<td>b</tr>c<tr><td>d<td>e</table>',
      'c\n\n```\na  b\nd  e\n```',
    ],
    ['the caption of a table that arranges a page', '<table><caption>a</caption><tr><td>b</table>', 'a\n\nb'],
    ['a heading in a mark for links', '<a name="x"><h2>a</h2></a>', '## a'],
    ['a folded section in a text', 'a<details><summary>b</summary>c</details>d', 'a\n\n**b**\n\nc\n\nd'],
    ['a formula', '<math alttext="x^2"><msup><mi>x</mi><mn>2</mn></msup></math>', '`x^2`'],
    ['a comment', 'a<!-- <b>x</b> -->b', 'ab'],
    ['an underscore in a word', 'snake_case', 'snake\\_case'],
    ['nothing', ' \n<p> </p>', ''],
  ])('%s', (_, html, markdown) => {
    expect(convert(html)).toBe(markdown);
  });
});

describe('hostile bodies', () => {
  const BODIES: Readonly<Record<string, string>> = {
    'a hundred thousand levels': '<div>'.repeat(100_000) + 'deep',
    'levels inside of what is left out': '<nav>' + '<div>'.repeat(100_000),
    'levels that a parser makes up': Array.from({ length: 20_000 }, (_, at) => `<p><b a${at}="1">x</p>`).join(''),
    'close tags that close nothing': '<div><b></div>'.repeat(20_000),
    'lists in lists': '<ul><li>'.repeat(20_000) + 'x',
    'one line of 4 MB': 'x'.repeat(4_000_000),
    'white space of two kinds': `<b>${'\u00A0 '.repeat(100_000)}</b>x`,
    'white space in preformatted text': `<b><pre>${'\u00A0 \n'.repeat(100_000)}</pre></b>`,
    brackets: '['.repeat(100_000),
    notes: `<section class="footnotes"><ol>${'<li>a</li>'.repeat(5_000)}</ol></section>`,
    attributes: `<a ${Array.from({ length: 50_000 }, (_, at) => `a${at}=1`).join(' ')}>x</a>`,
    'NULs and lone surrogates': '\0\uD800'.repeat(50_000),
  };

  it.each(Object.keys(BODIES))('%s cost less than a second, and little text', (name) => {
    const start = threadMs();
    const markdown = convert(BODIES[name] ?? '');
    expect(threadMs() - start).toBeLessThan(1000);
    expect(markdown.length).toBeLessThan(60_000);
  });

  it('text below the deepest level stays', () => {
    expect(convert(`${'<div>'.repeat(1000)}deep${'</div>'.repeat(1000)}<p>after</p>`)).toBe('deep\n\nafter');
  });
});

it('leaves out what lies beyond the wanted length, and says so', () => {
  const markdown = convert(`<p>${'word '.repeat(1000)}</p>`, 100);
  expect(markdown.length).toBeLessThanOrEqual(101);
  expect(markdown).toMatch(/word…$/);
});
