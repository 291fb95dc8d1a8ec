import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../../src/feed/parse.ts';

async function read(body: string) {
  const outcome = await parseFeed({ body: Buffer.from(body), contentType: undefined, url: 'https://e.org/feed' });
  if (outcome.kind === 'failed') throw new Error(outcome.reason);
  return outcome.document;
}

const entry = '<title>A</title><id>1</id><link href="/1"/><updated>2026-06-23T00:00:00Z</updated><summary>S</summary>';
const prefixed = (prefix: string) => entry.replace(/<(\/?)(?=\w)/g, `<$1${prefix}:`);
const article = { title: 'A', key: '1', link: 'https://e.org/1', published: Date.UTC(2026, 5, 23), html: 'S' };

describe('an article is found', () => {
  test.each([
    ['in a document of its own', `<entry xmlns="http://www.w3.org/2005/Atom">${entry}</entry>`],
    ['also with a prefix', `<a:entry xmlns:a="http://www.w3.org/2005/Atom">${prefixed('a')}</a:entry>`],
    [
      'in a namespace that is mistyped',
      `<a:feed xmlns:a="http://www.w3.org/Atom/2005/"><a:entry>${prefixed('a')}</a:entry></a:feed>`,
    ],
    [
      'in one that became https',
      `<rss xmlns:a="https://www.w3.org/2005/Atom"><channel><item>${prefixed('a')}</item></channel></rss>`,
    ],
    ['in a second channel', `<rss><channel><title>F</title></channel><channel><item>${entry}</item></channel></rss>`],
  ])('%s', async (_, body) => {
    expect((await read(body)).articles).toMatchObject([article]);
  });

  test('once, where there is no channel', async () => {
    expect((await read(`<rss><title>F</title><item>${entry}</item></rss>`)).articles).toHaveLength(1);
  });

  test('in no feed that is empty', async () => {
    const { title, articles } = await read(`<feed xmlns="http://www.w3.org/2005/Atom">${entry}</feed>`);
    expect([title, articles]).toEqual(['A', []]);
  });
});

test.each([
  ['by a prefix', '<x:div><p>One <b>two</b> three</p></x:div>', ' xmlns:x="http://www.w3.org/1999/xhtml"'],
  ['by default', '<div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>two</b> three</p></div>', ''],
])('XHTML beside the description is the body, in its order: its namespace %s', async (_, body, namespace) => {
  const { articles } = await read(
    `<rss${namespace}><channel><item><description>short</description>${body}</item></channel></rss>`,
  );
  expect(articles).toMatchObject([{ html: '<p>One <b>two</b> three</p>', summary: 'short' }]);
});
