import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from '../../src/format/excerpt.ts';
import { articleMessage, plainer, type Manner, type Message } from '../../src/format/message.ts';
import type { Article } from '../../src/model/article.ts';
import type { Look } from '../../src/model/server.ts';
import { embedOf, faults } from './faults.ts';
import { article, feed, nastyHtml, nastyText } from './subjects.ts';

const ADMINS = '1300000000000000020';
const READERS = '1300000000000000021';

function render(look: Look, facts: Partial<Article> = {}, pings: Manner['pings'] = []): Message {
  return articleMessage(digest(article(facts)), feed, { look, pings });
}

function lastOf(message: Message): Message {
  const next = plainer(message, []);
  return next === undefined ? message : lastOf(next);
}

describe('a compact post', () => {
  it('shows title, author and a thumbnail, but neither the tags nor the picture at large', () => {
    const embed = embedOf(render('compact'));
    expect(embed).toMatchObject({
      title: 'A title',
      url: 'https://example.com/a',
      author: { name: 'Ada' },
      description: 'A sentence. Another one.',
      thumbnail: { url: 'https://example.com/a.png' },
      footer: { text: 'Example' },
    });
    expect(embed).not.toHaveProperty('image');
    expect(embed).not.toHaveProperty('fields');
  });

  it('has but a line or two of text, without headings, lists, code and pictures', () => {
    const html =
      '<h2>One</h2><pre><code>x = 1</code></pre><p><img src="https://example.com/b.png" alt="b"></p>' +
      `<p>First <b>bold</b>.</p><ul><li>Second.</li></ul><p>${'And so on. '.repeat(100)}</p>`;
    const { description = '' } = embedOf(render('compact', { html }));
    expect(description).toMatch(/^First \*\*bold\*\*\. Second\. And so on\. .*…$/);
    expect(description.length).toBeLessThan(160);
  });

  it('of nothing but code has no text', () => {
    expect(embedOf(render('compact', { html: '<pre><code>x = 1</code></pre>' }))).not.toHaveProperty('description');
  });

  it('loses its thumbnail when Discord refuses that', () => {
    const next = plainer(render('compact'), ['embeds.0.thumbnail.url']);
    expect(next?.embeds?.[0]).not.toHaveProperty('thumbnail');
    expect(next?.embeds?.[0]).toHaveProperty('url');
  });
});

describe('a link post', () => {
  it('is the title, linked, and nothing else', () => {
    expect(render('link')).toEqual({ content: '[A title](https://example.com/a)', allowed_mentions: { parse: [] } });
  });

  it.each<[string, Partial<Article>, string]>([
    ['without a link is its title', { link: undefined }, '**A title**'],
    ['with a script for a link is its title', { link: 'javascript:alert(1)' }, '**A title**'],
    [
      'whose title is an address shows both, for Discord makes no link of that',
      { title: 'See https://example.org' },
      '**See https://example.org**\nhttps://example.com/a',
    ],
    [
      'whose address is too long for a message is its title',
      { link: `https://example.com/${'a'.repeat(2000)}` },
      '**A title**',
    ],
    ['has its brackets counted', { title: 'a ] b' }, '[a  b](https://example.com/a)'],
  ])('%s', (_, facts, content) => {
    const message = render('link', facts);
    expect(message.content).toBe(content);
    expect(faults(message)).toEqual([]);
  });
});

describe.each<Look>(['full', 'compact', 'link'])('pings of a %s post', (look) => {
  it('name the roles that are asked for, and nobody else', () => {
    const message = render(look, { title: 'For @everyone and <@1300000000000000003>' }, [ADMINS, READERS]);
    expect(message.content?.startsWith(`<@&${ADMINS}> <@&${READERS}>`)).toBe(true);
    expect(message.allowed_mentions).toEqual({ parse: [], roles: [ADMINS, READERS] });
    expect(faults(message, [ADMINS, READERS])).toEqual([]);
  });

  it('stay when the post gets plainer', () => {
    const last = lastOf(render(look, {}, [ADMINS]));
    expect(last.embeds).toBeUndefined();
    expect(last.content).toMatch(new RegExp(`^<@&${ADMINS}> .*A title`));
    expect(last.allowed_mentions).toEqual({ parse: [], roles: [ADMINS] });
  });

  it('are bounded', () => {
    const many = Array.from({ length: 200 }, (_, at) => String(1_300_000_000_000_000_100n + BigInt(at)));
    const message = render(look, { link: `https://example.com/${'a'.repeat(1700)}`, title: '*'.repeat(300) }, many);
    expect(message.allowed_mentions?.roles).toHaveLength(20);
    expect(faults(message, many.slice(0, 20))).toEqual([]);
  });

  it('and all else are within the limits, whatever an article holds', () => {
    const facts = fc.record({
      title: fc.oneof(nastyText, fc.constant('')),
      link: fc.option(fc.oneof(fc.webUrl(), nastyText), { nil: undefined }),
      html: nastyHtml,
    });
    fc.assert(
      fc.property(facts, (some) => {
        const message = render(look, some, [ADMINS]);
        expect(faults(message, [ADMINS])).toEqual([]);
        expect(faults(lastOf(message), [ADMINS])).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
