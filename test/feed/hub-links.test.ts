import { expect, test } from 'vitest';
import { createFetcher } from '../../src/feed/fetch.ts';
import { linksOf } from '../../src/feed/hub-links.ts';
import { parseFeed } from '../../src/feed/parse.ts';
import { startServer } from './server.ts';

const URL = 'https://blog.example/feed';
const HUB = { url: 'https://hub.example/', topic: 'https://blog.example/topic' };

async function hubOf(text: string) {
  const parsed = await parseFeed({ body: Buffer.from(text), contentType: undefined, url: URL });
  return parsed.kind === 'feed' ? parsed.document.hub : parsed.reason;
}

test.each([
  [
    'Atom',
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="self" href="/topic"/>
     <link rel="hub" href="https://hub.example/"/><link rel="hub" href="https://other.example/"/></feed>`,
  ],
  [
    'RSS',
    `<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>T</title><link>https://blog.example/</link>
     <a:link rel="self" type="application/rss+xml" href="https://blog.example/topic"/><a:link rel="hub" href="https://hub.example/"/>
     </channel></rss>`,
  ],
  [
    'JSON Feed',
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'T',
      feed_url: HUB.topic,
      hubs: [
        { type: 'rssCloud', url: 'https://cloud.example/' },
        { type: 'WebSub', url: HUB.url },
      ],
      items: [],
    }),
  ],
])('a hub is found in %s', async (_, text) => {
  expect(await hubOf(text)).toEqual(HUB);
});

test('a feed without a hub has none, and one that does not name itself is called by its address', async () => {
  const atom = (links: string) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${links}</feed>`;
  expect(await hubOf(atom('<link rel="self" href="/topic"/>'))).toBeUndefined();
  expect(await hubOf(atom('<link rel="hub" href="javascript:alert(1)"/>'))).toBeUndefined();
  expect(await hubOf(atom('<link rel="hub" href="https://hub.example/"/>'))).toEqual({ ...HUB, topic: URL });
});

test('a hub is found in the headers of an answer', async () => {
  const { url } = await startServer((_, response) => {
    const link = ['<https://hub.example/>; rel="hub"', '<https://blog.example/topic>; title="a, b"; rel=self'];
    response.writeHead(200, { link }).end('<rss/>');
  });
  const fetcher = createFetcher({ allowPrivateNetworks: true, version: '0' });
  expect(await fetcher.fetch(url)).toMatchObject({ kind: 'fetched', hub: HUB });
  await fetcher.close();
});

test('a header that is no list of links, or a very long one, costs nothing', () => {
  expect(linksOf('<<<;;;,,,rel=hub')).toEqual([]);
  const began = performance.now();
  linksOf('<a>' + ' ; a="b"'.repeat(20_000) + '<');
  linksOf('<'.repeat(100_000));
  expect(performance.now() - began).toBeLessThan(500);
});
