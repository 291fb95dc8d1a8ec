import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { rss } from '../support/origin.ts';
import { served, TOKEN } from './support.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // It listens on a port.
  server.close();
  return port;
}

test('a Herald that the internet reaches subscribes at a feed’s hub and keeps what was agreed over a restart', async () => {
  const port = String(await freePort());
  const settings = { HTTP_PORT: port, HTTP_TOKEN: TOKEN, PUBLIC_URL: `http://127.0.0.1:${port}/` };
  const { origin, store, restart } = await served(settings);
  const asked: URLSearchParams[] = [];
  origin.serve('/hub', (request, response) => {
    void text(request).then(async (body) => {
      const form = new URLSearchParams(body);
      response.writeHead(202).end();
      const callback = `${form.get('hub.callback') ?? ''}?${form.toString()}&hub.challenge=42`;
      if ((await (await fetch(callback)).text()) === '42') asked.push(form);
    });
  });
  const link = `<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="hub" href="${origin.url}/hub"/>`;
  origin.serve('/feed', rss([{ id: 1 }]).replace('<channel>', `<channel>${link}`));
  const feed = await store.feeds.add(`${origin.url}/feed`, Date.now());
  await store.servers.addFeed('111111111111111111', feed.id, undefined, Date.now());
  await vi.waitUntil(() => asked.length === 1, { timeout: 10_000, interval: 20 });
  expect(asked[0]?.get('hub.callback')).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/websub/[\\w-]{43}$`));
  await restart();
  expect((await store.hubs.lease(feed.id))?.leaseUntil).toBeGreaterThan(Date.now() + 9 * 86_400_000);
});

test('PUBLIC_URL needs a port that it leads to, and a password for the pages that it opens', () => {
  const problemsOf = (settings: Record<string, string>) => {
    const read = readConfig({ PUBLIC_URL: 'https://herald.example.org/', ...settings }, () => '');
    return 'problems' in read ? read.problems : read.config.PUBLIC_URL;
  };
  expect(problemsOf({})).toEqual(['PUBLIC_URL needs HTTP_PORT: write the port that it leads to.']);
  expect(problemsOf({ HTTP_PORT: '9321' })).toEqual([expect.stringContaining('set HTTP_TOKEN')]);
  expect(problemsOf({ HTTP_PORT: '9321', HTTP_TOKEN: TOKEN })).toBe('https://herald.example.org');
});
