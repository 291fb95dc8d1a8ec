import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { FeedDocument } from '../../src/model/feed.ts';
import { parseFeed } from '../../src/feed/parse.ts';
import { threadMs } from '../support/stall.ts';

async function parse(body: string | Buffer, contentType?: string) {
  return await parseFeed({ body: Buffer.from(body), contentType, url: 'https://feed.example/feed' });
}

async function read(body: string | Buffer): Promise<FeedDocument> {
  const outcome = await parse(body);
  if (outcome.kind !== 'feed') throw new Error(outcome.reason);
  return outcome.document;
}

const rss = (article: string) => `<rss version="2.0"><channel><item><guid>1</guid>${article}</item></channel></rss>`;

describe('what is no feed is said to be', () => {
  test.each([
    ['', /empty/],
    [' \n', /empty/],
    ['<!DOCTYPE html><html><head></head><body><entry></body></html>', /web page, not a feed/],
    ['<!-- cached --><html lang="en"><body>', /web page, not a feed/],
    ['<?xml version="1.0"?><opml version="2.0"/>', /XML, but neither/],
    ['{"version":"https://jsonfeed.org/version/1.1"}', /no list of articles/],
    ['{"hello":1}', /JSON, but not a JSON Feed/],
    ['%PDF-1.7', /not a feed/],
    [Buffer.alloc(10_000, 0), /not a feed/],
    ['+ADw-rss+AD4-', /not a feed/],
    ['<rss version="2.0"', /damaged/],
  ])('%j', async (body, reason) => {
    const outcome = await parse(body);
    expect(outcome.kind === 'failed' ? outcome.reason : outcome.kind).toMatch(reason);
  });
});

describe('a plain text that RSS calls HTML keeps its lines', () => {
  test.each([
    [
      'where they end on purpose',
      '0:00 Intro\n1:00 R&amp;amp;D\n\nThanks',
      '<p>0:00 Intro<br>\n1:00 R&amp;D</p>\n<p>Thanks</p>',
    ],
    ['but not where a window ended', `${'word '.repeat(14)}\nend`, `${'word '.repeat(14).trim()} end`],
    ['nor where a wide one did', `${'word '.repeat(22)}\nend`, `${'word '.repeat(22).trim()} end`],
    ['but not those of markup', '&lt;p&gt;One\ntwo&lt;/p&gt;', '<p>One\ntwo</p>'],
  ])('%s', async (_, text, html) => {
    const { articles } = await read(rss(`<description>${text}</description>`));
    expect(articles[0]?.html).toBe(html);
  });
});

describe('a hostile document costs at most a second or two, and one error', () => {
  const million = 1_000_000;
  test.each([
    ['160 KB that cost a regular expression 27 s', rss(`<description>${'x&lt;p '.repeat(20_000)}</description>`)],
    ['100,000 nested elements', rss('<a>'.repeat(100_000) + '</a>'.repeat(100_000))],
    ['100,000 nested tags in a body', rss(`<description>${'&lt;div&gt;'.repeat(100_000)}</description>`)],
    ['a million tiny articles', `<rss><channel>${'<item/>'.repeat(million)}</channel></rss>`],
    [
      'a million tiny articles in JSON',
      `{"version":"https://jsonfeed.org/version/1","items":[${'{},'.repeat(million)}{}]}`,
    ],
    ['a single line of 4 MB', rss(`<description>${'x'.repeat(4 * million)}</description>`)],
    [
      'many declarations of namespaces',
      rss(`<a ${'xmlns:p="x" '.repeat(50_000)}>${'<b xmlns:q="y"/>'.repeat(50_000)}</a>`),
    ],
    ['comments that never end', `<rss><channel>${'<!--'.repeat(million)}`],
    ['CDATA that never ends', `<rss><channel>${'<![CDATA['.repeat(million)}`],
    ['tags that never end', `<rss>${'<title '.repeat(million)}`],
    ['lone surrogates and NULs', rss(`<title>a&#xD800;${'\0'.repeat(1000)}b</title>`)],
  ])('%s', async (_, body) => {
    const start = threadMs();
    const outcome = await parse(body);
    expect(threadMs() - start).toBeLessThan(2500);
    expect(['feed', 'failed']).toContain(outcome.kind);
  });

  test('an entity bomb stays unexpanded', async () => {
    const bomb = Array.from({ length: 20 }, (_, i) => `<!ENTITY l${i} "${i === 0 ? 'ha' : `&l${i - 1};&l${i - 1};`}">`);
    const document = await read(`<!DOCTYPE rss [${bomb.join('')}]>${rss('<title>&l19;</title>')}`);
    expect(document.articles[0]?.title).toBe('&l19;');
  });
});

describe('a text is decoded once', () => {
  test('an escaped code sample in a body does not become a tag', async () => {
    const body = '&lt;pre&gt;&lt;code&gt;&amp;lt;script src="/x"&amp;gt;&lt;/code&gt;&lt;/pre&gt;';
    const { articles } = await read(rss(`<description>${body}</description>`));
    expect(articles[0]?.html).toBe('<pre><code>&lt;script src="/x"&gt;</code></pre>');
  });

  test('a body whose addresses change keeps every other letter', async () => {
    const html = '<P CLASS=x>a &lt;b&gt; &amp;amp; <A HREF="/t/ai">ai</A><br/><pre>  x\n</pre>';
    const { articles } = await read(rss(`<description><![CDATA[${html}]]></description>`));
    expect(articles[0]?.html).toBe(html.replace('/t/ai', 'https://feed.example/t/ai'));
  });
});

describe('keys', () => {
  const items = (...all: string[]) =>
    read(`<rss><channel>${all.map((item) => `<item>${item}</item>`).join('')}</channel></rss>`);
  const keys = async (...all: string[]) => (await items(...all)).articles.map(({ key }) => key);

  test('of articles that share an id are told apart by their links, whichever comes first', async () => {
    const [a, b] = ['<guid>x</guid><link>http://e.org/a</link>', '<guid>x</guid><link>http://e.org/b</link>'];
    expect(await keys(a, b)).toEqual(['x http://e.org/a', 'x http://e.org/b']);
    expect((await keys(b, a)).toSorted()).toEqual((await keys(a, b)).toSorted());
  });

  test('of articles that share an id and a link are told apart by their titles', async () => {
    const item = (title: string) => `<guid>x</guid><title>${title}</title>`;
    expect(new Set(await keys(item('one'), item('two'), item('three'))).size).toBe(3);
  });

  test('of articles that have nothing but a text are told apart by it', async () => {
    const [first] = await keys('<description>one</description>');
    const [second] = await keys('<description>two</description>');
    expect(first).not.toBe(second);
  });

  test('an article that stands there twice is one', async () => {
    const item = '<guid>x</guid><link>http://e.org/a</link><title>A</title>';
    expect(await keys(item, item)).toHaveLength(1);
  });
});

test('nothing that is kept of an article keeps the document in memory', async () => {
  setFlagsFromString('--expose-gc');
  // The flag gives new contexts a function that collects garbage.
  const collect = runInNewContext('gc') as () => void;
  const filler = `<item><guid>other</guid><description>${'y'.repeat(1_000_000)}</description></item>`;
  const kept: unknown[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < 20; index += 1) {
    const guid = `https://feed.example/${'x'.repeat(80)}/${index}`;
    const { articles, ...feed } = await read(
      `<rss><channel><title>Feed of ${guid}</title><item><guid>${guid}</guid><title>Title ${guid}</title></item>${filler}</channel></rss>`,
    );
    kept.push(articles[0], feed);
  }
  collect();
  expect(kept).toHaveLength(40);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000);
});

describe('a feed of the shape of dev.to', () => {
  test('is read whole', async () => {
    const { title, articles } = await read(readFileSync(join(import.meta.dirname, '../fixtures/forem.xml')));
    expect(title).toBe('DEV Community');
    expect(articles).toHaveLength(12);
    expect(articles[1]).toMatchObject({
      title: 'Escaping <Suspense> & other traps: what &amp; taught me',
      authors: [{ name: 'Ines Okafor', url: 'https://dev.to/inesok' }],
    });
    expect(articles[6]?.authors).toEqual([]);
    expect(articles[7]).toMatchObject({ tags: [], image: undefined });
    expect(articles[7]?.html).toContain('href="https://dev.to/t/git"');
    expect(articles[0]?.image).toMatch(/kettle\.png$/);
    expect(articles.slice(1).map(({ image }) => image)).toEqual(articles.slice(1).map(() => undefined));
  });

  const real = join(import.meta.dirname, '../../../shared/seed/dev-feed.xml');
  test.skipIf(!existsSync(real))(
    `is read whole for real (skipped where ${real.split('/').slice(-3).join('/')} is absent)`,
    async () => {
      const { articles } = await read(readFileSync(real));
      expect(articles).toHaveLength(12);
      for (const { title, link, key, published, authors, html } of articles) {
        expect(title).not.toBe('');
        expect(key).toBe(link);
        expect(published).toBeGreaterThan(0);
        expect(authors[0]?.url).toMatch(/^https:\/\/dev\.to\/\w+$/);
        expect(html).not.toMatch(/(?:href|src)="\//);
      }
      expect(articles.filter(({ tags }) => tags.length === 0)).toHaveLength(1);
    },
  );
});

describe('what a feed says of being asked', () => {
  const channel = async (inside: string, url = 'https://a.example/feed') => {
    const body = Buffer.from(`<rss version="2.0"><channel><title>A</title>${inside}</channel></rss>`);
    const outcome = await parseFeed({ body, contentType: undefined, url });
    if (outcome.kind === 'failed') throw new Error(outcome.reason);
    return outcome.document;
  };

  test('is read: the hours and days to skip, 24 being midnight', async () => {
    const hours = '<skipHours><hour>24</hour><hour> 5 </hour><hour>late</hour></skipHours>';
    const days = '<skipDays><day>Saturday</day><day>Someday</day></skipDays>';
    expect((await channel(hours + days)).skip).toEqual({ hours: [0, 5], days: [6] });
    expect((await channel('')).skip).toBeUndefined();
  });

  test.each([
    ['<link rel="next" xmlns="http://www.w3.org/2005/Atom" href="/2"/>', 'https://a.example/2'],
    ['<link rel="prev-archive" xmlns="http://www.w3.org/2005/Atom" href="/old"/>', 'https://a.example/old'],
    ['<generator>https://wordpress.org/?v=6.8</generator>', 'https://a.example/feed?paged=2'],
    ['<link>https://dev.to</link>', 'https://a.example/feed?page=2'],
    ['<link>https://a.example</link>', undefined],
  ])('is read: where older articles are (%s)', async (inside, olderUrl) => {
    expect((await channel(inside)).olderUrl).toBe(olderUrl);
  });

  test('counts on from the page that it is', async () => {
    const third = await channel('<link>https://dev.to</link>', 'https://dev.to/feed?page=3');
    expect(third.olderUrl).toBe('https://dev.to/feed?page=4');
  });
});

test.each([
  ['RSS', '<rss version="2.0"><channel><title>T</title><image><url>/i.png</url></image></channel></rss>'],
  ['Atom', '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><logo>/l.png</logo><icon>/i.png</icon></feed>'],
  ['JSON Feed', '{"version":"https://jsonfeed.org/version/1.1","title":"T","icon":"/i.png","items":[]}'],
])('the picture that stands for a feed is kept: %s', async (_, body) => {
  const outcome = await parseFeed({
    body: Buffer.from(body),
    contentType: undefined,
    url: 'https://feed.example/feed',
  });
  expect(outcome.kind === 'feed' && outcome.document.icon).toBe('https://feed.example/i.png');
});
