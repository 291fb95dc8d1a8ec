import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createDestinations } from '../../src/discord/destinations/index.ts';
import { outcomeOf } from '../../src/discord/failure.ts';
import { createRest } from '../../src/discord/rest.ts';
import { createTraffic, tooEarly } from '../../src/discord/traffic.ts';
import { shelf } from './shelf.ts';

const CHANNEL = '1300000000000000010';
const HOUR_MS = 3_600_000;

/** A server that gives one answer to all. @returns its address. */
async function answering(status: number, headers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, headers).end('{"id":"1"}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('a rest that is nearly over is no try', () => {
  expect(outcomeOf(tooEarly('', 'POST', 10))).toMatchObject({ kind: 'passing', untried: true, retryMs: 10 });
});

test.each([
  ['set back', -HOUR_MS],
  ['put forward', HOUR_MS],
])('a clock that is %s by an hour neither holds a channel that had used its limit nor frees it', async (_, jumpMs) => {
  const used = { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '5' };
  const answer = { 'content-type': 'application/json', 'x-ratelimit-bucket': 'b', ...used };
  const url = await answering(200, answer);
  const { channel } = createDestinations(createRest('token', `${url}/api`), shelf());
  const send = () => channel.send(CHANNEL, { title: '', tags: [], message: { content: 'x' } }, 'nonce');

  // The first learns the name of the limit, the second that it is used up.
  expect(await send()).toMatchObject({ kind: 'sent' });
  expect(await send()).toMatchObject({ kind: 'sent' });
  expect(await send()).toMatchObject({ kind: 'passing', untried: true });
  const wall = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => wall() + jumpMs);
  const held = await send();
  expect(held).toMatchObject({ kind: 'passing', untried: true });
  const retryMs = 'retryMs' in held ? (held.retryMs ?? Infinity) : Infinity;
  expect(retryMs).toBeGreaterThan(4_000);
  expect(retryMs).toBeLessThanOrEqual(5_000);
  // Timers may fire a little early.
  await setTimeout(retryMs + 10);
  expect(await send()).toMatchObject({ kind: 'sent' });
});

test('a pause of the whole bot whose length can not be read lasts a second', async () => {
  const { ask, restMs } = createTraffic({ perSecond: Infinity });
  await ask(await answering(429, { 'x-ratelimit-global': 'true', 'retry-after': 'soon' }), { method: 'GET' });
  expect(restMs()).toBeGreaterThan(500);
  expect(restMs()).toBeLessThanOrEqual(1000);
});
