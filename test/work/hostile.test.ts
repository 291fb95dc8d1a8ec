import { setTimeout } from 'node:timers/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { createFetcher } from '../../src/feed/fetch.ts';
import { createReader } from '../../src/work/reader.ts';
import { startServer } from '../feed/server.ts';
import { watchLoop } from '../support/stall.ts';

// On a machine that runs other tests beside this one, a second of work takes longer: here the net ends it.
const reader = createReader({ maxWaitMs: 1_200 });
afterAll(() => reader.close());

function read(document: Buffer) {
  return reader.read({ body: document, contentType: undefined, url: 'https://feed.example/feed' });
}

function rss(article: string, before = ''): string {
  return `${before}<rss version="2.0"><channel><title>T</title><item><guid>1</guid>${article}</item></channel></rss>`;
}

function body(html: string): string {
  return rss(`<description>${html.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</description>`);
}

function json(items: string): string {
  return `{"version":"https://jsonfeed.org/version/1.1","items":${items}}`;
}

function many(count: number, piece: (index: number) => string, separator = ''): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join(separator);
}

const BILLION_LAUGHS = many(10, (n) => `<!ENTITY l${n} "${n === 0 ? 'lol' : `&l${n - 1};`.repeat(10)}">`);

/** What hurts readers, each in as much of it as costs an unguarded one seconds, its memory or its stack. */
const documents: Readonly<Record<string, () => string | Buffer>> = {
  'half a million beginnings of tags in a body': () => body('x<p '.repeat(500_000)),
  'the same unescaped, as CDATA': () => rss(`<description><![CDATA[${'x<p '.repeat(500_000)}]]></description>`),
  'a title of a million beginnings of tags': () => rss(`<title>${'&lt;b '.repeat(1_000_000)}</title>`),
  'a root that never ends': () => `<rss>${'<title '.repeat(600_000)}`,
  'a million ampersands': () => rss(`<title>${'&'.repeat(1_000_000)}</title>`),
  'a million spaces before a date': () => rss(`<pubDate>${' '.repeat(1_000_000)}1 1 1</pubDate>`),
  'an author of a million signs of mail': () => rss(`<author>${'a@'.repeat(500_000)} (</author>`),
  'a million beginnings of comments': () => `<rss><channel>${'<!--'.repeat(1_000_000)}`,
  'a million beginnings of CDATA': () => `<rss><channel>${'<![CDATA['.repeat(500_000)}`,
  'a million spaces inside code': () => body(`<pre>${' '.repeat(1_000_000)}x</pre>`),
  'half a million brackets of Markdown': () => body('[*_`~|'.repeat(100_000)),
  'half a million addresses in a row': () => body('http://a.b '.repeat(500_000)),
  'an srcset of half a million': () => body(`<img srcset="${'a, '.repeat(500_000)}">`),

  '100,000 nested elements': () => rss('<a>'.repeat(100_000) + '</a>'.repeat(100_000)),
  'a million elements that never end': () => rss('<a>'.repeat(1_000_000)),
  'a body of 100,000 nested boxes': () => body('<div>'.repeat(100_000)),
  'a body of 100,000 nested quotes, lists and tables': () => body('<blockquote><ul><li><table><tr><td>'.repeat(20_000)),
  'a body of 300,000 paragraphs': () => body('<p>x'.repeat(300_000)),
  'a body of 150,000 relative links': () => body('<a href="/x">y</a>'.repeat(150_000)),
  'JSON of a million nested lists': () => json('['.repeat(1_000_000)),

  'a million tiny articles': () => `<rss><channel>${'<item/>'.repeat(1_000_000)}</channel></rss>`,
  'a hundred thousand articles with ids': () =>
    `<rss><channel>${many(100_000, (n) => `<item><guid>${n}</guid></item>`)}</channel></rss>`,
  'a JSON Feed of half a million articles': () => json(`[${many(500_000, (n) => `{"id":${n}}`, ',')}]`),
  'articles that all have one id': () =>
    `<rss><channel>${'<item><guid>x</guid><title>y</title></item>'.repeat(15_000)}</channel></rss>`,
  'an article with 300,000 attributes': () => rss(`<a ${many(300_000, (n) => `b${n}="x"`, ' ')}/>`),
  'an article with 150,000 kinds of elements': () => rss(many(150_000, (n) => `<k${n}/>`)),
  'an article with 150,000 tags': () => rss('<category>x</category>'.repeat(150_000)),
  'a hundred thousand namespaces': () => rss(`<a ${many(100_000, (n) => `xmlns:p${n}="u"`, ' ')}/>`),
  'namespaces declared over and over': () =>
    `<rss ${many(60, (n) => `xmlns:n${n}="u"`, ' ')}><channel>${'<b xmlns:q="u"/>'.repeat(150_000)}</channel></rss>`,

  'a billion laughs': () => rss('<title>&l9;</title>', `<!DOCTYPE rss [${BILLION_LAUGHS}]>`),
  'a short entity, three million times': () =>
    rss(`<title>${'&a;'.repeat(1_000_000)}</title>`, '<!DOCTYPE x [<!ENTITY a "12345678901234567890123456789012">]>'),
  'a DTD of half a million entities': () => rss('', `<!DOCTYPE x [${'<!ENTITY a "b">'.repeat(500_000)}]>`),
  'an entity that names a file': () =>
    rss('<title>&x;</title>', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),

  'a single line of 4 MB': () => rss(`<description>${'x'.repeat(4_000_000)}</description>`),
  'a single word of 4 MB between tags': () => body(`<b>${'x'.repeat(4_000_000)}</b>`),
  '5 MB of NULs': () => Buffer.alloc(5_000_000),
  'a NUL behind each letter': () => Buffer.from(rss('<title>A</title>'), 'utf16le'),
  'lone surrogates': () => json(`[{"id":"\\ud800","title":"${'\\ud83d'.repeat(100_000)}"}]`),
  'references to surrogates': () => rss(`<title>${'&#xD800;'.repeat(100_000)}</title>`),
  'overlong and broken UTF-8': () =>
    Buffer.from(rss(`<title>${'\xC0\xAF\xED\xA0\x80'.repeat(200_000)}</title>`), 'latin1'),
  'tags written in UTF-7': () => '+ADw-rss+AD4-+ADw-channel+AD4-+ADw-item+AD4-'.repeat(10_000),
  'a declaration that says UTF-7': () => `<?xml version="1.0" encoding="UTF-7"?>${rss('<title>+ADw-b+AD4-</title>')}`,
  'UTF-16 of half a letter': () => Buffer.concat([Buffer.from(`\uFEFF${rss('')}`, 'utf16le'), Buffer.from([0x3c])]),
};

const HEALTHY = Buffer.from(body('<p>Some <b>text</b>.</p>'));
const HEARTBEAT_MS = 50;

/** Reads a healthy feed again and again; answers how many were read, and the longest that one took, in milliseconds. */
function readOthers() {
  const enough = new AbortController();
  const reading = (async () => {
    const taken: number[] = [];
    while (!enough.signal.aborted) {
      const began = performance.now();
      expect(await read(HEALTHY)).toMatchObject({ kind: 'feed', news: { articles: [{ excerpt: 'Some **text**.' }] } });
      taken.push(performance.now() - began);
      await setTimeout(HEARTBEAT_MS);
    }
    return { count: taken.length, longest: Math.max(...taken) };
  })();
  return async () => {
    enough.abort();
    return await reading;
  };
}

const NOUGHTS = Buffer.alloc(200_000_000);

const bombs = {
  'a gzip bomb': { encoding: 'gzip', packed: gzipSync(NOUGHTS) },
  'a bomb inside a bomb': { encoding: 'gzip, gzip', packed: gzipSync(gzipSync(NOUGHTS)) },
  'a brotli bomb': {
    encoding: 'br',
    packed: brotliCompressSync(NOUGHTS, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  },
};

describe('a document made to harm its readers', () => {
  test.each(Object.entries(documents))('%s costs about a second at most', async (_, make) => {
    const made = make();
    const document = typeof made === 'string' ? Buffer.from(made) : made;
    const outcome = await amongOthers(() => read(document));
    if (outcome.kind === 'failed') expect(outcome.reason).toMatch(/^[A-Z][^\n]{10,300}\.$/);
  });

  test.each(Object.entries(bombs))('%s is one failure', async (_, { encoding, packed }) => {
    const server = await startServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(packed),
    );
    const fetcher = createFetcher({ allowPrivateNetworks: true, version: '0' });
    expect(await amongOthers(() => fetcher.fetch(server.url))).toMatchObject({
      kind: 'failed',
      reason: 'The answer is larger than 10 MiB, too large for a feed. Check the address.',
    });
    await fetcher.close();
  });
});

/** Does something costly while other feeds are read, and holds that it keeps nobody from anything. */
async function amongOthers<T>(run: () => Promise<T>): Promise<T> {
  await read(HEALTHY);
  const stall = watchLoop();
  const others = readOthers();
  // What stands still is seen from the first turn of the loop on.
  await setTimeout(20);

  const began = performance.now();
  const outcome = await run();
  const took = performance.now() - began;

  const { count, longest } = await others();
  const stood = stall();
  expect(took, 'milliseconds of the document').toBeLessThan(1_500);
  expect(count, 'other feeds that were read').toBeGreaterThan(0);
  expect(longest, 'milliseconds of another feed').toBeLessThan(1_500);
  expect(stood, 'milliseconds in which the event loop stood still').toBeLessThan(50);
  return outcome;
}
