import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { randomFrom, word } from './corpus.ts';

/*
 * A web server in a process of its own: each path is a feed of the size of dev.to's. Its parent says by message what a feed
 * answers: from now on with one new article, each time that it is said; the same again; 304 to whoever knows its ETag.
 */

export type Mood = 'one new article' | 'unchanged' | 'not modified';

const ARTICLES = 12;
const BODY_LENGTH = 15_300;

const draw = randomFrom(7);
const articles = Array.from({ length: ARTICLES }, (_, number) => article(number, BODY_LENGTH));
let { plain, packed } = document(articles);

let mood: Mood = 'unchanged';
process.on('message', (told: Mood) => {
  mood = told;
  if (mood === 'one new article') {
    articles.push(article(articles.length, BODY_LENGTH));
    ({ plain, packed } = document(articles.slice(-ARTICLES)));
  }
  sayReady();
});
process.once('disconnect', () => process.exit());

const server = createServer((request, response) => {
  const headers = { 'content-type': 'application/xml; charset=utf-8', etag: `W/"${articles.length}"` };
  if (mood === 'not modified' && request.headers['if-none-match'] === headers.etag)
    response.writeHead(304, headers).end();
  // rss-parser takes no packed answers.
  else if (request.headers['accept-encoding'] === undefined) response.writeHead(200, headers).end(plain);
  else response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(packed);
});
server.listen(0, '0.0.0.0', sayReady);

/** Tells the parent the port: at the beginning, and whenever a message is heeded. */
function sayReady(): void {
  process.send?.((server.address() as AddressInfo).port);
}

function document(shown: readonly string[]) {
  const plain = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>A community</title>
    <link>https://community.example</link>
    <language>en</language>
${shown.toReversed().join('')}  </channel>
</rss>
`,
  );
  return { plain, packed: gzipSync(plain) };
}

/** An article in the shape of Forem's: paragraphs, headings, code, a list, links. */
function article(number: number, length: number): string {
  const tags = Array.from({ length: 4 }, () => `      <category>${word(Math.floor(draw() * 300))}</category>\n`).join(
    '',
  );
  const link = `https://community.example/author${number}/${words(4).replaceAll(' ', '-')}-${number}`;
  return (
    `    <item>\n      <title>${words(8)}</title>\n      <dc:creator>${words(2)}</dc:creator>\n` +
    `      <pubDate>${new Date(Date.UTC(2030, 0, 1, 0, number)).toUTCString()}</pubDate>\n      <link>${link}</link>\n` +
    `      <guid>${link}</guid>\n      <description>${escaped(body(length))}</description>\n${tags}    </item>\n`
  );
}

function body(max: number): string {
  const pieces: string[] = [];
  for (let length = 0; length < max; length += pieces.at(-1)?.length ?? 0) pieces.push(piece(pieces.length));
  return pieces.join('\n\n');
}

function piece(index: number): string {
  if (index % 6 === 1) return `<h2>\n  <a name="part-${index}" href="#part-${index}">\n  </a>\n  ${words(5)}\n</h2>`;
  if (index % 6 === 3) return `<ul>\n${`<li>${words(9)} <code>${words(1)}</code></li>\n`.repeat(4)}</ul>`;
  if (index % 6 === 5) {
    const lines = Array.from(
      { length: 8 },
      () => `<span class="k">const</span> <span class="nx">${words(1)}</span> = 1;`,
    );
    return `<div class="highlight js-code-highlight">\n<pre class="highlight typescript"><code>${lines.join('\n')}</code></pre>\n</div>`;
  }
  return `<p>${words(30)} <a href="/t/${words(1)}">${words(3)}</a>, <strong>${words(2)}</strong> &amp; ${words(40)}.</p>`;
}

function words(count: number): string {
  return Array.from({ length: count }, () => word(Math.floor(3_000 ** draw()))).join(' ');
}

function escaped(html: string): string {
  return html.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
