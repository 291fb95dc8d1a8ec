import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createFetcher } from '../../src/feed/fetch.ts';
import { isPublicAddress, publicLookup } from '../../src/feed/guard.ts';
import { follow } from '../../src/feed/hops.ts';
import { Line } from '../../src/feed/line.ts';
import { Turns } from '../../src/feed/turns.ts';
import { startServer } from './server.ts';

/** The matcher, whose own type is any. */
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const fetcher = createFetcher({ allowPrivateNetworks: false, version: '0', limits: { totalMs: 2000 } });
afterAll(async () => await fetcher.close());

describe('an address inside', () => {
  test.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.31.0.1'],
    ...['192.168.1.1', '192.0.0.1', '198.18.0.1', '224.0.0.1', '239.1.1.1', '255.255.255.255'],
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', 'fc00::1', 'fd12::1'],
    ...['fe80::1', 'ff02::1', '2002:7f00:1::', '2001:db8::1', '2001::1', '::7f00:1'],
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '151.101.2.217', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('a server inside', () => {
  const refused = { kind: 'failed', reason: like(/private network/) };

  test.each([
    ...['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.1', '0', '127.0.0.1.', '①②⑦.0.0.1'],
    ...['localhost', 'LOCALHOST', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::]'],
  ])('is not reached as %s', async (host) => {
    const { url, requests } = await startServer((_, response) => response.end('<rss>'));
    expect(await fetcher.fetch(url.replace('127.0.0.1', host))).toMatchObject(refused);
    expect(requests).toHaveLength(0);
  });

  test('is reached where private networks are allowed', async () => {
    const open = createFetcher({ allowPrivateNetworks: true, version: '0' });
    const { url } = await startServer((_, response) => response.end('<rss>'));
    expect(await open.fetch(url.replace('127.0.0.1', 'localhost'))).toMatchObject({ kind: 'fetched' });
    await open.close();
  });
});

describe('from a server outside', () => {
  /** Asks `outside.example`, which is on loopback here; every other name is looked up as always. */
  async function ask(url: string, isOutside: () => boolean = () => true) {
    const lookup: LookupFunction = (name, options, callback) => {
      if (name === 'outside.example' && isOutside()) return callback(null, [{ address: '127.0.0.1', family: 4 }]);
      return publicLookup(name === 'outside.example' ? 'localhost' : name, options, callback);
    };
    const agent = new Agent({ connect: { lookup } });
    onTestFinished(() => agent.destroy());
    const pauses = { pausedUntil: () => Promise.resolve(undefined), pause: () => Promise.resolve() };
    const asking = {
      agent,
      allowPrivateNetworks: false,
      redirects: 5,
      turns: new Turns(),
      line: new Line(),
      pauses,
    };
    const follows = async () => {
      const { answer, done } = await follow(new URL(url), () => ({}), asking, AbortSignal.timeout(5_000));
      await answer.body.dump().finally(done);
      return answer.statusCode;
    };
    return await follows().then(async (first) => [first, await follows()]);
  }

  const outside = (url: string) => url.replace('127.0.0.1', 'outside.example');

  test.each(['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost'])(
    'no redirect leads inside, to %s',
    async (host) => {
      const inside = await startServer((_, response) => response.end('secret'));
      const to = inside.url.replace('127.0.0.1', host);
      const { url, requests } = await startServer((_, response) => response.writeHead(302, { location: to }).end());
      await expect(ask(outside(url))).rejects.toThrow(/private network|localhost/);
      expect([requests.length, inside.requests.length]).toEqual([1, 0]);
    },
  );

  test('a name that changes its address after it was checked is checked again, by the connection itself', async () => {
    const { url, requests } = await startServer((_, response) =>
      response.setHeader('connection', 'close').end('<rss>'),
    );
    let looks = 0;
    await expect(ask(outside(url), () => (looks += 1) === 1)).rejects.toThrow();
    expect([looks, requests.length]).toEqual([2, 1]);
  });
});
