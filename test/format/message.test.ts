import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIEmbed } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from '../../src/format/excerpt.ts';
import { articleMessage, type Message } from '../../src/format/message.ts';
import { codePoints } from '../../src/lib/text.ts';
import type { Article } from '../../src/model/article.ts';
import { embedOf, faults } from './faults.ts';
import { threadMs } from '../support/stall.ts';
import { article, feed, nastyHtml, nastyText } from './subjects.ts';

const render = (facts: Partial<Article> = {}, source = feed): Message => articleMessage(digest(article(facts)), source);

describe('an ordinary article', () => {
  it('shows all that is known of it', () => {
    expect(render()).toEqual({
      embeds: [
        {
          title: 'A title',
          url: 'https://example.com/a',
          description: 'A sentence. Another one.',
          author: { name: 'Ada', url: 'https://example.com/ada' },
          fields: [{ name: 'Tags', value: '#one · #two' }],
          image: { url: 'https://example.com/a.png' },
          footer: { text: 'Example' },
          timestamp: '2026-06-01T00:00:00.000Z',
          color: embedOf(render()).color,
        },
      ],
      allowed_mentions: { parse: [] },
    });
  });

  it('leads from its tags to their pages on dev.to', () => {
    const { fields } = embedOf(render({ link: 'https://dev.to/ada/a-1', tags: ['ruby', '#Rails', 'Ruby'] }));
    expect(fields?.[0]?.value).toBe('[#ruby](https://dev.to/t/ruby) · [#Rails](https://dev.to/t/rails)');
  });

  it('keeps its headings no louder than its title', () => {
    expect(embedOf(render({ html: '<h1>One</h1><p>Text.</p>' })).description).toBe('**One**\n\nText.');
  });

  it('leaves its pictures to the picture, unless they are all there is', () => {
    const picture = '<p><img src="https://example.com/b.png" alt="b"></p>';
    expect(embedOf(render({ html: `${picture}<p>Text.</p>` })).description).toBe('Text.');
    expect(embedOf(render({ html: picture })).description).toBe('🖼️ [b](https://example.com/b.png)');
    const own = '<img src="https://example.com/a.png">';
    expect(embedOf(render({ html: own }))).not.toHaveProperty('description');
    const touching =
      '<img src="https://example.com/b.png">Some text.<ul><li><img src="https://example.com/c.png"></li></ul>';
    expect(embedOf(render({ html: touching })).description).toBe('Some text.');
  });

  it('does not say its title twice', () => {
    expect(embedOf(render({ html: '<p>A  title</p>' }))).not.toHaveProperty('description');
    expect(embedOf(render({ html: '<p>A title</p><p>And a text.</p>' })).description).toBe('A title\n\nAnd a text.');
  });

  it('is cut to what is read in a channel', () => {
    const { description = '' } = embedOf(render({ html: `<p>${'This is a sentence. '.repeat(200)}</p>` }));
    expect(codePoints(description)).toBeGreaterThan(350);
    expect(codePoints(description)).toBeLessThan(500);
    expect(description).toMatch(/sentence\. …$/);
  });
});

describe('a feed', () => {
  it('has a colour of its own, always the same', () => {
    const colour = (url: string) => embedOf(render({}, { ...feed, url })).color;
    expect(colour('https://a.example/feed')).toBe(colour('https://a.example/feed'));
    expect(new Set(Array.from({ length: 50 }, (_, at) => colour(`https://example.com/${at}`))).size).toBeGreaterThan(
      40,
    );
  });

  it('without a title is named by its host', () => {
    const nameless = { url: 'https://www.example.org/feed', title: undefined, link: undefined };
    expect(articleMessage(digest(article()), nameless).embeds?.[0]?.footer?.text).toBe('example.org');
  });
});

/** Parts of an embed; undefined: it must not be there. */
type Shown = { readonly [Key in keyof APIEmbed]?: APIEmbed[Key] | undefined };

describe('an article that tries', () => {
  it.each<[string, Partial<Article>, Shown]>([
    [
      'a title of marks',
      { title: '__init__ and *this* by @everyone' },
      { title: '\\_\\_init\\_\\_ and \\*this\\* by @\u200Beveryone' },
    ],
    ['a script for a link', { link: 'javascript:alert(1)' }, { url: undefined }],
    ['a link of 3,000 letters', { link: `https://example.com/${'a'.repeat(3000)}` }, { url: undefined }],
    ['a data: picture', { image: 'data:image/png;base64,AAAA' }, { image: undefined }],
    ['no title', { title: ' ', html: '<p>A short note.</p>' }, { title: 'A short note.', description: undefined }],
    [
      'neither title nor text',
      { title: '', html: '', link: 'https://www.example.com/a/b' },
      { title: 'example.com/a/b' },
    ],
    ['nothing at all', { title: '', html: '', link: undefined, authors: [], tags: [] }, { title: 'Example' }],
    ['a date beyond all years', { published: 8e15 }, { timestamp: undefined }],
    [
      'an author who turns the line round',
      { authors: [{ name: '\u202Eeve\u202C\n', url: undefined }] },
      { author: { name: 'eve' } },
    ],
    [
      'tags of white space and marks',
      { tags: [' ', '#', 'C#', 'machine learning', 'a_b'] },
      { fields: [{ name: 'Tags', value: '#C# · #machine-learning · #a\\_b' }] },
    ],
  ])('%s', (_, facts, expected) => {
    const message = render(facts);
    expect(embedOf(message)).toEqual(expect.objectContaining(JSON.parse(JSON.stringify(expected))));
    for (const key of Object.keys(expected) as (keyof APIEmbed)[]) {
      if (expected[key] === undefined) expect(embedOf(message)).not.toHaveProperty(key);
    }
    expect(faults(message)).toEqual([]);
  });

  it.each<[string, Partial<Article>]>([
    ['400 emoji in the title', { title: '😀'.repeat(400) }],
    ['400 families in the title', { title: '👩‍👩‍👧‍👦'.repeat(400) }],
    ['400 asterisks in the title', { title: '*'.repeat(400) }],
    ['an author of 300 characters', { authors: [{ name: 'a'.repeat(300), url: 'ftp://x' }] }],
    [
      'thirty authors',
      { authors: Array.from({ length: 30 }, (_, at) => ({ name: `A${at}`.repeat(40), url: undefined })) },
    ],
    ['a word of 4,000 characters', { html: `<p>${'a'.repeat(4000)}</p>` }],
    [
      'lone surrogates',
      { title: 'a\uD800b', html: '\uDC00', tags: ['\uD800'], authors: [{ name: '\uDFFF', url: undefined }] },
    ],
    ['a hundred tags of 100 emoji', { tags: Array.from({ length: 100 }, (_, at) => `${'🦀'.repeat(100)}${at}`) }],
    ['a hundred links in the text', { html: `<a href="https://example.com/${'x'.repeat(1900)}">a</a> `.repeat(100) }],
    ['nothing but a table', { html: `<table>${'<tr><td>1</td><td>2</td></tr>'.repeat(100)}</table>` }],
  ])('%s is within all limits', (_, facts) => {
    expect(faults(render(facts))).toEqual([]);
  });
});

describe('whatever an article holds', () => {
  const facts = fc.record({
    title: fc.oneof(nastyText, fc.constant('')),
    link: fc.option(fc.oneof(fc.webUrl(), nastyText, fc.constant('https://dev.to/a/b')), { nil: undefined }),
    authors: fc.array(fc.record({ name: nastyText, url: fc.option(nastyText, { nil: undefined }) }), { maxLength: 4 }),
    tags: fc.array(nastyText, { maxLength: 12 }),
    published: fc.option(fc.double(), { nil: undefined }),
    image: fc.option(fc.oneof(fc.webUrl(), nastyText), { nil: undefined }),
    html: nastyHtml,
  });

  it('its message is one that Discord takes', () => {
    fc.assert(
      fc.property(facts, nastyText, (some, title) => {
        expect(faults(render(some, { ...feed, title }))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

it('twelve articles of 20 KB take well under 50 ms', () => {
  const section =
    '<h2>\n  A heading\n</h2>\n\n<p>Some <strong>words</strong> with a <a href="https://example.com/x" rel="noopener">link</a> and ' +
    `<code>code</code>. ${'And so on, for quite a while. '.repeat(20)}</p>\n\n<ul>\n<li>a point</li>\n<li>another</li>\n</ul>\n\n`;
  const long = article({ html: section.repeat(Math.ceil(20_000 / section.length)) });
  const round = () => {
    const start = threadMs();
    for (let count = 0; count < 12; count += 1) articleMessage(digest(long), feed);
    return threadMs() - start;
  };
  // The best of many: other work on the machine is not what is measured.
  expect(Math.min(...Array.from({ length: 20 }, round))).toBeLessThan(50);
});

const seed = join(import.meta.dirname, '../../../shared/seed/dev-feed.xml');

it.skipIf(!existsSync(seed))('each body of the real feed becomes a message (skipped where ../shared is absent)', () => {
  const unescape = (text: string) =>
    text
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&');
  const bodies = Array.from(
    readFileSync(seed, 'utf8').matchAll(/<item>.*?<description>(.*?)<\/description>/gs),
    ([, body = '']) => body,
  );
  expect(bodies).toHaveLength(12);
  for (const body of bodies) {
    const message = render({ html: unescape(body) });
    expect(faults(message)).toEqual([]);
    expect(embedOf(message).description).not.toMatch(/Follow|Add.Comment|min read|<\w/);
    expect(codePoints(embedOf(message).description ?? '')).toBeGreaterThan(100);
  }
});
