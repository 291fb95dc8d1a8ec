import fc from 'fast-check';
import type { Article } from '../../src/model/article.ts';

export const feed = { url: 'https://example.com/feed', title: 'Example', link: 'https://example.com' };

/** An ordinary article, but for what is given. */
export function article(facts: Partial<Article> = {}): Article {
  return {
    key: 'a',
    title: 'A title',
    link: 'https://example.com/a',
    authors: [{ name: 'Ada', url: 'https://example.com/ada' }],
    tags: ['one', 'two'],
    published: Date.UTC(2026, 5, 1),
    image: 'https://example.com/a.png',
    html: '<p>A sentence. Another one.</p>',
    text: 'A sentence. Another one.',
    fingerprint: 1,
    ...facts,
  };
}

const MORSELS = [
  ...[
    '@everyone',
    '@here',
    '<@1>',
    '<@!1>',
    '<@&1>',
    '<#1>',
    '<:a:1>',
    '<t:1:R>',
    '</x:1>',
    '||',
    '**',
    '*',
    '_',
    '`',
    '```',
  ],
  ...[
    '~~',
    '[',
    ']',
    '(',
    ')',
    '](https://x.org)',
    '# ',
    '-# ',
    '> ',
    '>>> ',
    '- ',
    '1. ',
    '\\',
    ':smile:',
    '\n',
    '\n\n',
  ],
  ...[
    'https://x.org/a_b',
    '\u202E',
    '\u0000',
    '\uD800',
    '👩‍👩‍👧‍👦',
    'e\u0301',
    'مرحبا',
    '日本語。',
    'Word. ',
    'a sentence of words. ',
  ],
];

/** Text with everything in it that means something to Discord. */
export const nastyText = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...MORSELS) }, fc.string({ unit: 'binary', maxLength: 8 })), {
    maxLength: 40,
  })
  .map((pieces) => pieces.join(''));

const NAMES =
  'p div b em a code pre ul ol li blockquote h1 h2 h5 table tr td th span img br hr sup s details dl dt dd'.split(' ');
const ATTRIBUTES = [
  '',
  ' href="https://x.org/(a)"',
  ' class="spoiler"',
  ' class="language-js"',
  ' class="c-embed"',
  ' src="https://x.org/i.png" alt="]("',
  ' class="footnotes"',
];

/** HTML as it comes out of a tired editor: tags of all kinds, closed or not, around nasty text. */
export const nastyHtml = fc
  .array(
    fc.oneof(
      fc
        .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...ATTRIBUTES))
        .map(([name, attribute]) => `<${name}${attribute}>`),
      fc.constantFrom(...NAMES).map((name) => `</${name}>`),
      nastyText.map((text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')),
      nastyText,
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));
