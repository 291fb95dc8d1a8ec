import { type REST, Routes } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRateLimits, DISCORD_RATES } from '../../src/sandbox/rates.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { startWithRest } from './support.ts';

let sandbox: Sandbox;
let rest: REST;
const MESSAGES = '/channels/1300000000000000010/messages';
const OTHERS = '/channels/1300000000000000011/messages';

beforeEach(async () => {
  ({ sandbox, rest } = await startWithRest({ limits: { messages: 2, messageWindowSeconds: 1 } }));
});
afterEach(async () => await sandbox.close());

async function post(): Promise<Response> {
  return await fetch(`${sandbox.apiUrl}/v10${MESSAGES}`, {
    method: 'POST',
    headers: { authorization: `Bot ${sandbox.token}`, 'content-type': 'application/json' },
    body: '{"content":"x"}',
  });
}

test('a message too many answers 429 with the time to wait, and is not kept', async () => {
  expect((await post()).headers.get('x-ratelimit-remaining')).toBe('1');
  expect((await post()).headers.get('x-ratelimit-remaining')).toBe('0');
  const refused = await post();
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-ratelimit-scope')).toBe('user');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const body = (await refused.json()) as { retry_after: number; global: boolean };
  expect(body.global).toBe(false);
  expect(body.retry_after).toBeLessThanOrEqual(1);
  expect(sandbox.state.messages(sandbox.channels.text)).toHaveLength(2);
  expect(sandbox.answers.get(429)).toBe(1);
});

test('the real discord.js waits its turn and never meets a 429', async () => {
  const send = async () => await rest.post(Routes.channelMessages(sandbox.channels.text), { body: { content: 'x' } });
  await Promise.all(Array.from({ length: 5 }, send));
  expect(sandbox.state.messages(sandbox.channels.text)).toHaveLength(5);
  expect(sandbox.answers.get(429)).toBeUndefined();
});

test('each channel has its own limit, which comes back when its window ends', () => {
  const admit = createRateLimits(DISCORD_RATES);
  for (let n = 0; n < 5; n += 1) expect(admit('POST', MESSAGES, 0).refused).toBeUndefined();
  expect(admit('POST', MESSAGES, 1000).refused).toEqual({ retryAfterSeconds: 4, global: false });
  expect(admit('POST', OTHERS, 1000).refused).toBeUndefined();
  expect(admit('GET', MESSAGES, 1000).refused).toBeUndefined();
  expect(admit('POST', MESSAGES, 5000).refused).toBeUndefined();
});

test('the 51st call of a second is refused for all routes but answers to interactions', () => {
  const admit = createRateLimits(DISCORD_RATES);
  for (let n = 0; n < 50; n += 1) admit('GET', `/channels/13000000000000000${10 + n}`, 0);
  const refused = admit('GET', '/users/@me', 400);
  expect(refused).toMatchObject({
    refused: { retryAfterSeconds: 0.6, global: true },
    headers: { 'x-ratelimit-scope': 'global' },
  });
  expect(admit('POST', '/interactions/1300000000000000010/token/callback', 400).refused).toBeUndefined();
  expect(admit('GET', '/users/@me', 1000).refused).toBeUndefined();
});

test('the routes have buckets of their own', () => {
  const admit = createRateLimits(DISCORD_RATES);
  const bucket = (method: string, path: string) => admit(method, path, 0).headers['x-ratelimit-bucket'];
  expect(bucket('POST', MESSAGES)).toBe(bucket('POST', OTHERS));
  expect(bucket('POST', MESSAGES)).not.toBe(bucket('GET', MESSAGES));
});
