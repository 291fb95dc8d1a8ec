import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../../src/feed/parse.ts';

async function articlesOf(articles: string) {
  const document = `<rss version="2.0"><channel><title>F</title>${articles}</channel></rss>`;
  const outcome = await parseFeed({ body: Buffer.from(document), contentType: undefined, url: 'https://e.org/feed' });
  if (outcome.kind === 'failed') throw new Error(outcome.reason);
  return outcome.document.articles;
}

const rest = '<link>https://e.org/1</link><guid>1</guid><description>text</description>';

describe('a bare & costs nothing but itself', () => {
  test.each([
    ['at the end of a text', '<title>R&D</title>', 'R&D'],
    ['before a reference', '<title>R&D &amp; more</title>', 'R&D & more'],
    ['before letters that no name has', '<title>A&Ω~</title>', 'A&Ω~'],
    ['at the end of an attribute', '<title lang="a&b">T</title>', 'T'],
    ['at the end of one in single quotes', "<title lang='a&b'>T</title>", 'T'],
    ['but not in CDATA, where there is no other', '<title><![CDATA[<b>R&D</b>]]></title><x>a&b</x>', 'R&D'],
  ])('%s', async (_, title, expected) => {
    const [article] = await articlesOf(`<item>${title}${rest}</item>`);
    expect(article).toMatchObject({ title: expected, link: 'https://e.org/1', key: '1', html: 'text' });
  });

  test('at the end of an address', async () => {
    const [article] = await articlesOf('<item><link>https://e.org/?a=1&b</link><title>T</title></item>');
    expect(article).toMatchObject({ link: 'https://e.org/?a=1&b', title: 'T' });
  });

  test('CDATA that begins in a damaged document stays as it is written', async () => {
    const [article] = await articlesOf(
      '<item><title>a&b</title><description><![CDATA[1 < 2 &c"]]></description></item>',
    );
    expect(article).toMatchObject({ title: 'a&b', html: '1 < 2 &c"' });
  });
});

test.each([
  ['with spaces', 'if a < b', 'if a < b'],
  ['without', 'if a<b then', 'if a<b then'],
  ['twice', '1<a<b', '1<a<b'],
])('a sign of comparison is no tag: %s', async (_, title, expected) => {
  const [article] = await articlesOf(`<item><title>${title}</title>${rest}</item>`);
  expect(article).toMatchObject({ title: expected, link: 'https://e.org/1', key: '1', html: 'text' });
});

test('an article whose end is missing does not swallow the next ones', async () => {
  const articles = await articlesOf(
    '<item><title>A</title><guid>a</guid><item><title>B</title><guid>b</guid><item><title>C</title><guid>c</guid></item>',
  );
  expect(articles.map(({ title, key }) => [title, key])).toEqual([
    ['A', 'a'],
    ['B', 'b'],
    ['C', 'c'],
  ]);
});
