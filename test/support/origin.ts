import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on 127.0.0.1 in the place of a feed's: its answers can be changed while it runs. */
export interface Origin {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
  /** Answers `path` from now on. */
  serve(path: string, answer: Answer | string): void;
  close(): Promise<void>;
}

export async function startOrigin(): Promise<Origin> {
  const answers = new Map<string, Answer | string>();
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const answer = answers.get(request.url ?? '');
    if (typeof answer === 'function') answer(request, response);
    else response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/rss+xml' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    serve: (path, answer) => answers.set(path, answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What an article of a test's own feed says. */
export interface Announcement {
  readonly id: number | string;
  readonly title?: string;
  readonly link?: string;
  readonly author?: string;
  readonly tags?: readonly string[];
  readonly html?: string;
  readonly image?: string;
  /** Epoch milliseconds, instead of what the id says. */
  readonly published?: number;
}

/** An RSS document in the shape of dev.to's. Ids that are numbers are minutes of the publication date as well. */
export function rss(articles: readonly Announcement[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Test feed</title><link>https://feed.example</link><language>en</language>
${articles.map(article).join('\n')}
</channel></rss>`;
}

function article(announced: Announcement): string {
  const { id, title = `Article ${id}`, link = `https://feed.example/ada/article-${id}`, author = 'Ada' } = announced;
  const published = new Date(announced.published ?? Date.UTC(2026, 5, 1, 0, Number(id) || 0));
  return `<item><title>${escape(title)}</title><dc:creator>${escape(author)}</dc:creator>
<pubDate>${published.toUTCString()}</pubDate><link>${escape(link)}</link><guid>${escape(String(id))}</guid>
<description>${escape(announced.html ?? `<p>The text of article ${id}.</p>`)}</description>
${announced.image === undefined ? '' : `<enclosure url="${escape(announced.image)}" type="image/png" length="1"/>`}
${(announced.tags ?? ['test']).map((tag) => `<category>${escape(tag)}</category>`).join('')}</item>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
