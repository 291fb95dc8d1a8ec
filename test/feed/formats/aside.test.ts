import { describe, expect, test } from 'vitest';
import { spared } from '../../../src/feed/formats/aside.ts';
import { readXml } from '../../../src/feed/formats/reader.ts';
import { textIn } from '../../../src/feed/formats/tree.ts';

const LONG = 'Words & "more" <b>words</b>. '.repeat(100);
const escaped = LONG.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const documentOf = (...bodies: readonly string[]) =>
  `<rss version="2.0"><channel>${bodies.map((body) => `<item><guid>a</guid>${body}</item>`).join('')}</channel></rss>`;

function sparedOf(text: string, ...elements: readonly string[]) {
  const document = Buffer.from(text);
  const ranges = elements.map((element) => {
    const start = document.indexOf(element);
    return [start, start + Buffer.byteLength(element)] as const;
  });
  return spared(document, [], ranges);
}

describe('the long text of an element is kept from the parser, and comes back as it was written', () => {
  test.each([
    ['escaped', `<description>${escaped}</description>`],
    ['in a section of its own', `<description><![CDATA[${LONG}]]></description>`],
    ['with an attribute, and white space', `<description a="b">\n ${escaped} \n</description >`],
    ['whose markup is escaped twice', `<description>${escaped.replaceAll('&', '&amp;')}</description>`],
  ])('%s', async (_, body) => {
    const document = documentOf(body, '<description>short</description>');
    const source = sparedOf(document, body);
    expect(source.text.length).toBeLessThan(250);
    const read = async (from: Parameters<typeof readXml>[0]) =>
      (await readXml(from)).articles.map((article) => textIn(article, 'description'));
    const whole = await read({ text: document });
    expect(whole[0]?.length).toBeGreaterThan(2_500);
    expect(await read(source)).toEqual(whole);
  });
});

test.each([
  ['a reference that only the parser knows how to judge', `${escaped}&nbsp;`],
  ['a number of a character', `${escaped}&#0;`],
  ['a lone ampersand', `${escaped} & `],
  ['elements', `<p>${escaped}</p>`],
  ['two sections', `<![CDATA[${LONG}]]>${escaped}<![CDATA[${LONG}]]>`],
  ['a short text', 'short'],
])('%s is left to the parser', (_, content) => {
  const body = `<description>${content}</description>`;
  const document = documentOf(body);
  expect(sparedOf(document, body).text).toBe(document);
});

test('a document that could forge a stand-in is left to the parser', () => {
  const body = `<description>${escaped}</description>`;
  const document = documentOf(body, '<description>\uE0000\uE000</description>');
  expect(sparedOf(document, body).text).toBe(document);
});
