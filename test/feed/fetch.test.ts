import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createFetcher } from '../../src/feed/fetch.ts';
import { unpack } from '../../src/feed/unpack.ts';
import type { FetchOutcome } from '../../src/model/feed.ts';
import { startServer } from './server.ts';

/** The matcher, whose own type is any. */
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const fetcher = createFetcher({
  allowPrivateNetworks: true,
  version: '1.2.3',
  homepage: 'https://herald.example',
  contact: 'op@example.org',
  limits: { totalMs: 400, maxBytes: 100_000 },
});
afterAll(async () => await fetcher.close());

function fetched(outcome: FetchOutcome): Extract<FetchOutcome, { kind: 'fetched' }> {
  if (outcome.kind !== 'fetched') throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe('a body', () => {
  const body = Buffer.from('<rss>'.repeat(1000));

  test.each([
    ['gzip', gzipSync(body)],
    ['x-gzip', gzipSync(body)],
    ['br', brotliCompressSync(body)],
    ['zstd', zstdCompressSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
    ['identity', body],
    ['deflate, gzip', gzipSync(deflateSync(body))],
  ])('packed as %s is unpacked', async (encoding, packed) => {
    const { url } = await startServer((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(packed),
    );
    expect(fetched(await fetcher.fetch(url)).body.equals(body)).toBe(true);
    expect((await unpack(packed, encoding, 'here')).equals(body)).toBe(true);
  });

  test('that comes in pieces of all sizes arrives whole, again and again over kept connections', async () => {
    const long = randomBytes(900_000);
    const pieces: Buffer[] = [];
    for (let at = 0, size = 1; at < long.length; at += size, size = (size * 7) % 65_521)
      pieces.push(long.subarray(at, at + size));
    const { url, requests } = await startServer((_, response) => void Readable.from(pieces).pipe(response));
    const patient = createFetcher({ allowPrivateNetworks: true, version: '0' });
    onTestFinished(() => patient.close());
    for (let n = 0; n < 5; n += 1) expect(fetched(await patient.fetch(url)).body.equals(long)).toBe(true);
    expect(new Set(requests.map(({ socket }) => socket)).size).toBeLessThan(5);
  });

  test.each(['gzip', 'deflate', 'br', 'zstd'])(
    'that is said to be packed as %s, and is not, is taken as it is',
    async (encoding) => {
      const { url } = await startServer((_, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end(body),
      );
      expect(fetched(await fetcher.fetch(url)).body.equals(body)).toBe(true);
    },
  );

  test('is known by the hash of the bytes as they were sent', async () => {
    const packed = gzipSync(body);
    const { url } = await startServer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/xml; charset=x' }).end(packed),
    );
    const outcome = fetched(await fetcher.fetch(url));
    expect(outcome.fingerprint).toBe(createHash('sha256').update(packed).digest('base64url'));
    expect(outcome.contentType).toBe('text/xml; charset=x');
  });

  test('that is the same as last time is not unpacked, and its new validators are told', async () => {
    const damaged = Buffer.from('not gzip');
    const { url } = await startServer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', etag: '"new"' }).end(damaged),
    );
    const fingerprint = createHash('sha256').update(damaged).digest('base64url');
    expect(await fetcher.fetch(url, { fingerprint, validators: { etag: '"old"', lastModified: 'then' } })).toEqual({
      kind: 'unchanged',
      validators: { etag: '"new"', lastModified: undefined, url: `${url}/` },
      freshSeconds: undefined,
    });
  });

  test('that is damaged, or packed in an unknown way, is a failure', async () => {
    const { url } = await startServer(({ url: path = '' }, response) =>
      response.writeHead(200, { 'content-encoding': path.slice(1) }).end('rubbish'),
    );
    expect(await fetcher.fetch(`${url}/gzip`)).toMatchObject({
      kind: 'failed',
      reason: like(/damaged/),
    });
    expect(await fetcher.fetch(`${url}/constructor`)).toMatchObject({
      kind: 'failed',
      reason: like(/"constructor"/),
    });
  });

  test.each([
    ['announced', (response: ServerResponse) => response.setHeader('content-length', 10_000_000).write('x')],
    ['never-ending', (response: ServerResponse) => endless(response)],
    ['unpacked', (response: ServerResponse) => bomb(response)],
  ])('that is too large is a failure (%s)', async (_, answer) => {
    const { url } = await startServer((_request, response) => {
      answer(response);
    });
    expect(await fetcher.fetch(url)).toMatchObject({ kind: 'failed', reason: like(/too large/) });
  });

  test('that never comes is a failure in time', async () => {
    const { url } = await startServer((_, response) => void response.writeHead(200).write('<rss>'));
    const start = performance.now();
    expect(await fetcher.fetch(url)).toMatchObject({ kind: 'failed', reason: like(/took too long/) });
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('that breaks off is a failure', async () => {
    const { url } = await startServer((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('<rss>', () => response.destroy());
    });
    expect(await fetcher.fetch(url)).toMatchObject({
      kind: 'failed',
      reason: like(/broke the connection/),
    });
  });
});

function endless(response: ServerResponse): void {
  const more = () => {
    while (response.write('x'.repeat(1000)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

function bomb(response: ServerResponse): void {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)));
}

describe('a conditional request', () => {
  test('returns validators byte for byte, whatever they look like', async () => {
    const etag = 'W/"caf\u00e9 , x"';
    const lastModified = 'Tue, 23-Jun-26 9:5:1 MESZ';
    const { url, requests } = await startServer((_, response) =>
      response.writeHead(200, { etag, 'last-modified': lastModified }).end('<rss>'),
    );
    const { validators } = fetched(await fetcher.fetch(url));
    expect(validators).toEqual({ etag, lastModified, url: `${url}/` });
    await fetcher.fetch(url, { validators });
    expect(requests[1]?.headers).toMatchObject({ 'if-none-match': etag, 'if-modified-since': lastModified });
  });

  test('has no header for a validator that is not there or empty', async () => {
    const { url, requests } = await startServer((_, response) => response.writeHead(304).end());
    await fetcher.fetch(url);
    await fetcher.fetch(url, { validators: { etag: '', lastModified: undefined } });
    for (const { headers } of requests) {
      expect(headers).not.toHaveProperty('if-none-match');
      expect(headers).not.toHaveProperty('if-modified-since');
    }
  });

  test('answered by 304 is unchanged, and tells validators only when the answer brought some', async () => {
    const { url } = await startServer(({ url: path }, response) =>
      response.writeHead(304, path === '/new' ? { 'last-modified': 'now', 'cache-control': 'max-age=60' } : {}).end(),
    );
    const validators = { etag: '"1"', lastModified: 'then' };
    expect(await fetcher.fetch(url, { validators })).toEqual({
      kind: 'unchanged',
      validators: undefined,
      freshSeconds: undefined,
    });
    expect(await fetcher.fetch(`${url}/new`, { validators: { ...validators, url: `${url}/new` } })).toEqual({
      kind: 'unchanged',
      validators: { etag: '"1"', lastModified: 'now', url: `${url}/new` },
      freshSeconds: 60,
    });
  });

  test('says who asks, and how to reach them', async () => {
    const { url, requests } = await startServer((_, response) => response.end('<rss>'));
    await fetcher.fetch(url);
    expect(requests[0]?.headers['user-agent']).toBe('Herald/1.2.3 (+https://herald.example; op@example.org)');
  });

  test('carries the name and secret of an address as a header', async () => {
    const { url, requests } = await startServer((_, response) => response.end('<rss>'));
    await fetcher.fetch(url.replace('//', '//me:s%C3%A9cret%25@'));
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:sécret%').toString('base64')}`);
  });
});

describe('a status', () => {
  test.each([
    [404, 'failed', /no feed at this address/],
    [403, 'failed', /does not let me/],
    [410, 'gone', /gone for good/],
    [500, 'failed', /server has a problem/],
    [204, 'failed', /204/],
  ])('of %i is %s, in words', async (status, kind, reason) => {
    const { url } = await startServer((_, response) => response.writeHead(status).end());
    expect(await fetcher.fetch(url)).toMatchObject({ kind, reason: like(reason) });
  });

  test.each([
    [429, '120', 120],
    [503, new Date(Date.now() + 60_000).toUTCString(), 60],
    [503, 'soon', undefined],
    [429, undefined, undefined],
  ])('of %i with Retry-After %s asks for a pause of %s s', async (status, retryAfter, seconds) => {
    const { url } = await startServer((_, response) => {
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();
    });
    const outcome = await fetcher.fetch(url);
    if (outcome.kind !== 'throttled') throw new Error(outcome.kind);
    if (seconds === undefined) expect(outcome.retrySeconds).toBeUndefined();
    else expect(Math.abs((outcome.retrySeconds ?? 0) - seconds)).toBeLessThan(3);
  });
});

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('by %i leads on, and the answer tells where it came from', async (status) => {
    const { url } = await startServer(({ url: path }, response) =>
      path === '/b/feed' ? response.end('<rss>') : response.writeHead(status, { location: 'b/feed' }).end(),
    );
    expect(fetched(await fetcher.fetch(`${url}/a`)).url).toBe(`${url}/b/feed`);
  });

  test('is followed five times', async () => {
    const { url, requests } = await startServer(({ url: path = '' }, response) => {
      const left = Number(path.slice(1));
      if (left === 0) response.end('<rss>');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await fetcher.fetch(`${url}/5`)).toMatchObject({ kind: 'fetched' });
    expect(await fetcher.fetch(`${url}/6`)).toMatchObject({
      kind: 'failed',
      reason: like(/redirects/),
    });
    expect(requests).toHaveLength(12);
  });

  test('to anything but http is not followed', async () => {
    const { url } = await startServer((_, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    );
    expect(await fetcher.fetch(url)).toMatchObject({ kind: 'failed', reason: like(/http and https/) });
  });
});

describe('an address', () => {
  test.each([
    ['not an address', /not an address/],
    ['ftp://example.org/feed', /http and https/],
    ['http://no-such-name.invalid/', /no site called|looked up/],
  ])('like %s is a failure that says so', async (address, reason) => {
    expect(await fetcher.fetch(address)).toMatchObject({ kind: 'failed', reason: like(reason) });
  });

  test('where nobody listens is a failure that says so', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on a port has an address with a port.
    const { port } = server.address() as AddressInfo;
    server.close();
    const outcome = await fetcher.fetch(`http://127.0.0.1:${port}/`);
    expect(outcome).toMatchObject({ kind: 'failed', reason: like(/refuses connections/) });
  });

  test('where connections are not answered is a failure that says so, long before the whole fetch takes too long', async () => {
    const port = await deafPort();
    const hurried = createFetcher({ allowPrivateNetworks: true, version: '0', limits: { connectMs: 300 } });
    onTestFinished(() => hurried.close());
    const began = performance.now();
    const outcome = await hurried.fetch(`http://127.0.0.1:${port}/`);
    expect(outcome).toMatchObject({ kind: 'failed', reason: like(/took too long/) });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('where something else than HTTP is spoken is a failure that says so', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-x\r\n')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    // A server that listens on a port has an address with a port.
    const { port } = server.address() as AddressInfo;
    const outcome = await fetcher.fetch(`http://127.0.0.1:${port}/`);
    expect(outcome).toMatchObject({ kind: 'failed', reason: like(/does not answer in HTTP/) });
  });
});

test('a fetch that is told to stop is a failure, at once', async () => {
  const { url } = await startServer(() => undefined);
  expect(await fetcher.fetch(url, { signal: AbortSignal.timeout(20) })).toMatchObject({ kind: 'failed' });
});

describe('what was learnt at one address', () => {
  test('is sent to no other: a redirect gets no validators of the address before it', async () => {
    const { url, requests } = await startServer(({ url: path }, response) =>
      path === '/new'
        ? response.writeHead(200, { etag: '"new"' }).end('<rss>')
        : response.writeHead(302, { location: '/new' }).end(),
    );
    const first = fetched(
      await fetcher.fetch(`${url}/old`, { validators: { etag: '"old"', lastModified: undefined } }),
    );
    await fetcher.fetch(`${url}/old`, { validators: first.validators });
    const sent = requests.map(({ url: path, headers }) => [path, headers['if-none-match']]);
    expect(sent).toEqual([
      ['/old', '"old"'],
      ['/new', undefined],
      ['/old', undefined],
      ['/new', '"new"'],
    ]);
  });

  test('can be answered by 304 only if it was said', async () => {
    const { url } = await startServer((_, response) => response.writeHead(304).end());
    expect(await fetcher.fetch(url)).toMatchObject({ kind: 'failed', reason: like(/304/) });
  });
});

describe('a move for good', () => {
  const hops = (statuses: readonly number[]) =>
    startServer(({ url: path = '' }, response) => {
      const hop = Number(path.slice(1));
      const status = statuses[hop];
      if (status === undefined) response.end('<rss>');
      else response.writeHead(status, { location: `/${hop + 1}` }).end();
    });

  test.each([
    [[301], '/1'],
    [[308, 301], '/2'],
    [[301, 302], '/1'],
    [[302, 301], undefined],
    [[307], undefined],
    [[303], undefined],
  ])('by %j is told up to where it is for good', async (statuses, path) => {
    const { url } = await hops(statuses);
    expect(fetched(await fetcher.fetch(`${url}/0`)).movedTo).toBe(path && url + path);
  });
});

describe('a host', () => {
  test('is asked one request at a time, others meanwhile', async () => {
    let [now, most] = [0, 0];
    const slow = () =>
      startServer((_, response) => {
        most = Math.max(most, (now += 1));
        setTimeout(() => {
          now -= 1;
          response.end('<rss>');
        }, 20);
      });
    const { url } = await slow();
    await Promise.all([1, 2, 3, 4].map((path) => fetcher.fetch(`${url}/${path}`)));
    expect(most).toBe(1);
    const { url: other } = await slow();
    await Promise.all([url, other].map((each) => fetcher.fetch(each)));
    expect(most).toBe(2);
  });

  test('that wants a pause is not asked, by a redirect neither', async () => {
    const paused = await startServer((_, response) => response.end('<rss>'));
    const { url } = await startServer((_, response) => response.writeHead(302, { location: paused.url }).end());
    const until = Date.now() + 60_000;
    const host = new URL(paused.url).host;
    const careful = createFetcher({
      ...{ allowPrivateNetworks: true, version: '0' },
      pauses: {
        pausedUntil: (asked) => Promise.resolve(asked === host ? until : undefined),
        pause: () => Promise.resolve(),
      },
    });
    onTestFinished(() => careful.close());
    const outcome = await careful.fetch(url);
    expect(outcome).toMatchObject({ kind: 'throttled', host, blameless: true, retrySeconds: 60 });
    expect(paused.requests).toEqual([]);
  });

  test('that asks for a pause has it before the next visitor’s turn', async () => {
    const { url, requests } = await startServer((_, response) =>
      response.writeHead(429, { 'retry-after': '60' }).end(),
    );
    let until: number | undefined;
    const careful = createFetcher({
      ...{ allowPrivateNetworks: true, version: '0' },
      pauses: {
        pausedUntil: () => Promise.resolve(until),
        // A store that is busy takes a moment to write it down.
        pause: async (_host, asked) => {
          await pause(50);
          until = asked;
        },
      },
    });
    onTestFinished(() => careful.close());
    const outcomes = await Promise.all([careful.fetch(url), careful.fetch(url)]);
    expect(outcomes).toMatchObject([{ kind: 'throttled' }, { kind: 'throttled', blameless: true, retrySeconds: 60 }]);
    expect(requests).toHaveLength(1);
  });
});

describe('when our own line is down', () => {
  test('no feed is blamed once three hosts in a row are silent, until one answers', async () => {
    const { url } = await startServer((_, response) => response.writeHead(500).end());
    const blameless = async (address: string) => {
      const outcome = await fetcher.fetch(address);
      return outcome.kind === 'failed' && outcome.blameless === true;
    };
    await fetcher.fetch(url);
    const ports = await Promise.all([1, 2, 3].map(() => unusedPort()));
    const silent = ports.map((port) => `http://127.0.0.1:${port}/`);
    const [one = '', two = '', three = ''] = silent;
    expect([await blameless(one), await blameless(one), await blameless(two)]).toEqual([false, false, false]);
    expect([await blameless(three), await blameless(one)]).toEqual([true, true]);
    expect(await blameless(url)).toBe(false);
    expect(await blameless(one)).toBe(false);
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // It listens on a port.
  server.close();
  await once(server, 'close');
  return port;
}

/** A port whose queue of connections is full: the system drops what more comes to it, as a firewall does. */
async function deafPort(): Promise<number> {
  const deaf = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    process.send(this.address().port, () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30_000));
  });`;
  const child = spawn(process.execPath, ['-e', deaf], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [port] = (await once(child, 'message')) as [number]; // All that it ever sends.
  for (let full = false; !full;) {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    full = await Promise.race([once(socket, 'connect').then(() => false), pause(300, true)]);
  }
  return port;
}
