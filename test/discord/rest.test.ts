import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createDestinations } from '../../src/discord/destinations/index.ts';
import { createRest } from '../../src/discord/rest.ts';
import { shelf } from './shelf.ts';

const CHANNEL = '1300000000000000010';
const HOUR_MS = 3_600_000;

afterEach(() => {
  vi.restoreAllMocks();
});

test('a clock that is set back by an hour does not hold a channel that had used its limit', async () => {
  const used = { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '60' };
  const answer = { 'content-type': 'application/json', 'x-ratelimit-bucket': 'b', ...used };
  const server = createServer((_, response) => response.writeHead(200, answer).end('{"id":"1"}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { channel } = createDestinations(createRest('token', `http://127.0.0.1:${port}/api`), shelf());
  const send = () => channel.send(CHANNEL, { title: '', tags: [], message: { content: 'x' } }, 'nonce');

  // The first learns the name of the limit, the second that it is used up.
  expect(await send()).toMatchObject({ kind: 'sent' });
  expect(await send()).toMatchObject({ kind: 'sent' });
  expect(await send()).toMatchObject({ kind: 'passing', untried: true });
  const wall = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => wall() - HOUR_MS);
  const held = await send();
  expect('retryMs' in held && held.retryMs).toBeLessThanOrEqual(30_000);
  expect(await send()).toMatchObject({ kind: 'sent' });
});
