import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Of } from '../../../src/feed/charset.ts';
import { outlineOf } from '../../../src/feed/formats/outline.ts';
import { parseFeed } from '../../../src/feed/parse.ts';
import type { Article, KnownArticle } from '../../../src/model/article.ts';
import type { FeedNews } from '../../../src/model/feed.ts';

const ROOT = join(import.meta.dirname, '../../..');

async function read(body: Buffer, known?: ReadonlyMap<string, KnownArticle>): Promise<FeedNews | undefined> {
  const recorded = known === undefined ? undefined : () => Promise.resolve(known);
  const outcome = await parseFeed({ body, contentType: undefined, url: 'https://feed.example/feed' }, recorded);
  return outcome.kind === 'feed' ? outcome.document : undefined;
}

/** Holds that with these keys known, and nothing but these changed, a document gives the same articles as without any. */
async function expectSameNews(body: Buffer, whole: FeedNews | undefined, keys: ReadonlySet<string>) {
  const [changed] = keys;
  const known = new Map(
    whole?.articles
      .filter(({ key }) => keys.has(key))
      .map(({ key, fingerprint, published }) => [
        key,
        { published, fingerprint: key === changed ? fingerprint - 1 : fingerprint },
      ]),
  );
  const news = await read(body, known);
  const isRead = ({ key }: Article) => !keys.has(key) || key === changed;
  expect(news?.keys).toEqual(whole?.keys);
  expect(news?.articles.filter(isRead)).toEqual(whole?.articles.filter(isRead));
  expect(whole?.articles).toEqual(expect.arrayContaining([...(news?.articles ?? [])]));
}

async function expectSameNewsOf(body: Buffer): Promise<void> {
  const whole = await read(body);
  const keys = whole?.keys ?? [];
  const some = keys.filter((_, index) => index % 3 !== 1);
  const left = [[], keys.slice(1), keys.slice(0, -1), keys.slice(0, 1), keys, some, some.slice(1)];
  for (const known of left) await expectSameNews(body, whole, new Set(known));
}

describe('news are the same whether or not known articles are read whole', () => {
  test('of every fixture', async () => {
    const files = globSync('test/fixtures/*.xml', { cwd: ROOT });
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) await expectSameNewsOf(readFileSync(join(ROOT, file)));
  });

  const shared = join(ROOT, '../shared');
  test.skipIf(!existsSync(shared))(
    'of real feeds (skipped where ../shared is absent)',
    { timeout: 60_000 },
    async () => {
      const files = globSync(['feeds/**/*.xml', 'seed/*.xml'], { cwd: shared });
      expect(files.length).toBeGreaterThan(100);
      let outlined = 0;
      for (const file of files) {
        const body = readFileSync(join(shared, file));
        if (outlineOf(utf8Of(body, undefined)) !== undefined) outlined += 1;
        await expectSameNewsOf(body).catch((error: unknown) => {
          throw new Error(basename(file), { cause: error });
        });
      }
      expect(outlined, 'documents of which the outline is known').toBeGreaterThan(20);
    },
  );

  // Pieces of which each is harmless somewhere; together they make documents that only a parser can read.
  const piece = fc.constantFrom(
    ...[
      '<guid>a</guid>',
      '<guid>b</guid>',
      '<guid isPermaLink="false">c</guid>',
      '<guid/>',
      '<guid> d </guid>',
      '<guid><![CDATA[e]]></guid>',
    ],
    ...['<guid>f&amp;g</guid>', '<id>h</id>', '<x:guid>i</x:guid>', '<title>T</title>', '<link>https://e.org/1</link>'],
    ...[
      '<description>&lt;p&gt;words</description>',
      '<description><![CDATA[</item><item><guid>j</guid>]]></description>',
    ],
    ...[
      '<description><b>bold</b> words</description>',
      '<description>one & two</description>',
      '<description>&nbsp;</description>',
    ],
    ...[
      '<!-- <guid>k</guid> -->',
      '<!-- </item> -->',
      '<media:group><guid>l</guid></media:group>',
      '<content:encoded>x</content:encoded>',
    ],
    ...[
      '<item><guid>m</guid></item>',
      '</item><item>',
      '<Item>',
      '<entry><id>n</id></entry>',
      '</channel><channel>',
      '<a title="x>y"/>',
    ],
    ...[
      "<a title='\"'/>",
      '<description xmlns="u">z</description>',
      '<guid xmlns="u">o</guid>',
      '<?x <guid>p</guid>?>',
      '<pubDate>2030-01-02</pubDate>',
    ],
    ...[
      '<category>q</category>',
      '<![CDATA[</channel>]]>',
      '\0',
      '<description/>',
      '<enclosure url="https://e.org/p.jpg" type="image/jpeg"/>',
    ],
  );
  const article = fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.array(piece, { maxLength: 3 }))
    .map(
      ([id, pieces]) =>
        `<item><guid>${id}</guid><title>N ${id}</title>${pieces.join('')}<description>B ${id}</description></item>`,
    );
  const odd = fc.array(piece, { maxLength: 4 }).map((pieces) => `<item>${pieces.join('')}</item>`);
  const between = fc.constantFrom(
    '',
    '\n',
    '<title>T</title>',
    '<!-- <item> -->',
    'text',
    '<image><title>I</title></image>',
    '<ttl>5</ttl>',
  );
  const articles = fc.array(fc.oneof({ weight: 3, arbitrary: article }, { weight: 1, arbitrary: odd }, between), {
    maxLength: 6,
  });
  const root = fc.constantFrom(
    '<rss version="2.0">',
    '<rss>',
    '<rss xmlns="http://purl.org/rss/1.0/">',
    '<!DOCTYPE rss [<!ENTITY z "y">]><rss>',
  );

  test('of documents put together at random, RSS and Atom', async () => {
    const numbers = Array.from({ length: 30 }, (_, n) => String(n + 1));
    const known = fc.subarray([...numbers, 'a', 'b', 'c', 'd', 'h', 'j', 'k', 'l', 'm', 'n']);
    await fc.assert(
      fc.asyncProperty(root, articles, known, fc.boolean(), async (start, inside, keys, isAtom) => {
        const rss = `${start}<channel>${inside.join('')}</channel></rss>`;
        const document = isAtom
          ? rss
              .replace(/^.*<channel>/s, '<feed xmlns="http://www.w3.org/2005/Atom">')
              .replace('</channel></rss>', '</feed>')
              .replace(/(<\/?)item/g, '$1entry')
              .replace(/(<\/?)guid/g, '$1id')
              .replace(/(<\/?)description/g, '$1content')
          : rss;
        const body = Buffer.from(document);
        await expectSameNews(body, await read(body), new Set(keys));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the outline of a document', () => {
  const outline = (text: string) => outlineOf(Buffer.from(text));
  const rss = (...items: readonly string[]) =>
    `<?xml version="1.0"?>\n<rss version="2.0"><channel><title>T</title>${items.map((item) => `<item>${item}</item>`).join('\n')}</channel></rss>\n`;
  const ids = (text: string) => outline(text)?.map(({ id }) => id);

  test('names the articles of RSS 2.0 and Atom in their order', () => {
    expect(ids(rss('<guid>a</guid>', '<title>B</title><guid isPermaLink="false"> b </guid>'))).toEqual(['a', 'b']);
    const atom =
      '<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><entry><id>a</id></entry><entry><id>b</id></entry></feed>';
    expect(ids(atom)).toEqual(['a', 'b']);
  });

  test('takes an article’s fingerprint of its bytes, so that it stays the same from version to version', () => {
    const article = '<item><guid>a</guid><slash:comments>1</slash:comments><title>Grüße, 世界 🎈</title></item>';
    const document = rss('<guid>é</guid>', article.slice('<item>'.length, -'</item>'.length));
    const written = Buffer.from(article.replace(/<slash.*comments>/, ''));
    expect(outline(document)?.[1]?.fingerprint).toBe(crc32(written) | 0);
  });

  test('tells by a fingerprint whether an article is written as before, however often it was seen or commented on', () => {
    const print = (text: string) => outline(rss(`<guid>a</guid>${text}`))?.[0]?.fingerprint;
    const comments = (count: number) => `<slash:comments>${count}</slash:comments><title>T</title>`;
    expect(print(comments(1))).toBe(print(comments(2)));
    const views = (count: number) => `<media:group><media:community n="${count}"><x/></media:community></media:group>`;
    expect(print(views(1))).toBe(print(views(2)));
    expect(print('<title>T</title>')).not.toBe(print('<title>U</title>'));
  });

  test('names them by their ids as text, whatever the signs', () => {
    const signs = ['\u00e0', 'caf\u00e9 \u2013 \u65e5\u672c', '\ufeff\u{1f600}\u00a0x'];
    expect(ids(rss(...signs.map((sign) => `<guid>${sign}</guid>`)))).toEqual(signs.map((sign) => sign.trim()));
  });

  test('does not mistake for tags what CDATA and comments hold', () => {
    expect(
      ids(rss('<guid>a</guid><description><![CDATA[<guid>x</guid></item>]]></description><!-- <item> -->')),
    ).toEqual(['a']);
  });

  test.each([
    ['an article without an id', rss('<title>A</title>')],
    ['an id that is there twice', rss('<guid>a</guid>', '<guid>a</guid>')],
    ['two ids of one article', rss('<guid>a</guid><guid>b</guid>')],
    ['an id with a reference', rss('<guid>a&amp;b</guid>')],
    ['an article inside an article', rss('<guid>a</guid></item></channel><item><guid>b</guid>')],
    ['tags that do not match', rss('<guid>a</guid><b>')],
    ['a DTD', rss('<guid>a</guid>').replace('<rss', '<!DOCTYPE rss><rss')],
    ['a document cut off', rss('<guid>a</guid>').slice(0, -12)],
    ['words behind the root', `${rss('<guid>a</guid>')}x`],
    ['RSS 1.0', '<rdf:RDF xmlns="http://purl.org/rss/1.0/"><item rdf:about="a"><guid>a</guid></item></rdf:RDF>'],
    ['a control character that parts an end', rss('<guid>a</guid><x><![CDATA[]]\u0000></x>]]></x>')],
  ])('is not known of one with %s', (_, text) => {
    expect(outline(text)).toBeUndefined();
  });
});
