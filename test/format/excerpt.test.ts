import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest, excerpt } from '../../src/format/excerpt.ts';
import { atoms } from '../../src/format/inline.ts';
import { toMarkdown } from '../../src/format/markdown.ts';
import { codePoints } from '../../src/lib/text.ts';
import { article, nastyHtml, nastyText } from './subjects.ts';

describe('an excerpt ends', () => {
  it.each([
    ['nowhere, when all fits', 'All of it.', 10, 'All of it.'],
    ['after a sentence', 'One sentence. And then another one.', 24, 'One sentence. …'],
    ['after a word, when no sentence fits', 'A sentence, that does not end soon', 22, 'A sentence, that does…'],
    ['after a block', 'The first paragraph.\n\nThe second paragraph', 30, 'The first paragraph. …'],
    ['not at an abbreviation', 'Fruit, e.g. apples and pears are good. Eat.', 34, 'Fruit, e.g. apples and pears are…'],
    ['after a Japanese sentence', 'これは文です。次の文はここで切れます。', 12, 'これは文です。…'],
    ['before a link that does not fit', 'See here: [a page](https://example.com/page) for more', 30, 'See here…'],
    ['with its bold closed', '**Some bold words that go on and on**', 20, '**Some bold words**…'],
    ['before a heading without text below', 'Text.\n\n## Heading\n\nMore text here', 24, 'Text. …'],
    ['with its code closed', '```js\none()\ntwo()\nthree()\n```', 26, '```js\none()\ntwo()\n```\n…'],
    ['with quoted code closed', '> ```\n> one()\n> two()\n> three()\n> ```', 30, '> ```\n> one()\n> two()\n> ```\n…'],
    ['between points', '- one point\n- another point', 18, '- one point …'],
    ['not inside a grapheme', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 16, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…'],
  ])('%s', (_, markdown, max, expected) => {
    expect(excerpt(markdown, max)).toBe(expected);
    expect(codePoints(expected)).toBeLessThanOrEqual(max);
  });

  it('where a reader has seen enough, however long the addresses are', () => {
    const link = `[word](https://example.com/${'x'.repeat(200)})`;
    const text = excerpt(`${link} ${link}. Next. ${'More words. '.repeat(20)}`, 3000, { maxVisible: 20 });
    expect(text).toBe(`${link} ${link}. Next. …`);
  });

  it('after so many lines', () => {
    expect(excerpt('- a\n- b\n- c\n- d', 1000, { maxLines: 2 })).toBe('- a\n- b …');
  });
});

describe('whatever the text', () => {
  const marked = fc.tuple(nastyHtml, fc.integer({ min: 0, max: 300 }));

  it('an excerpt keeps within its limit', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          nastyText,
          nastyHtml.map((html) => toMarkdown(html, { maxLength: 500 })),
        ),
        fc.nat(300),
        (text, max) => {
          expect(codePoints(excerpt(text, max))).toBeLessThanOrEqual(max);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('an excerpt is balanced, and holds no half of a link or an escape', () => {
    fc.assert(
      fc.property(marked, ([html, max]) => {
        const text = excerpt(toMarkdown(html, { maxLength: 500 }), max);
        expect(text.isWellFormed()).toBe(true);
        expect(text.split('\n').filter((line) => /^(?:> )?```/.test(line)).length % 2).toBe(0);
        let fenced = false;
        for (const line of text.split('\n')) {
          if (/^(?:> )?```/.test(line)) fenced = !fenced;
          if (fenced) continue;
          const marks = atoms(line).filter(({ kind }) => kind === 'mark');
          for (const mark of ['||', '~~']) expect(marks.filter((each) => each.text === mark).length % 2).toBe(0);
          expect(line).not.toMatch(/(?<!\\)\]\((?:https?:[^)\s]*)?$/);
          expect(line).not.toMatch(/(?<!\\)(?:\\\\)*\\$/);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a digest', () => {
  it('is the article with its body as Markdown', () => {
    const { excerpt: text, ...facts } = digest(article({ html: '<p>One <b>bold</b> word.</p>' }));
    expect(text).toBe('One **bold** word.');
    expect({ ...facts, html: article().html }).toEqual(article());
  });

  it('does not begin with the title once more', () => {
    expect(digest(article({ title: 'A *title*', html: '<h1>A *title*</h1><p>Text.</p>' })).excerpt).toBe('Text.');
  });

  it('keeps at most 2,400 code points', () => {
    const { excerpt: text } = digest(article({ html: `<p>${'A sentence with 😀 in it. '.repeat(1000)}</p>` }));
    expect(codePoints(text)).toBeLessThanOrEqual(2400);
    expect(codePoints(text)).toBeGreaterThan(2100);
    expect(text).toMatch(/\. …$/);
  });
});
