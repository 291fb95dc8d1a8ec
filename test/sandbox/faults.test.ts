import { type REST, Routes } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { fail, startWithRest } from './support.ts';

let sandbox: Sandbox;
let rest: REST;

beforeEach(async () => {
  ({ sandbox, rest } = await startWithRest({ limits: { messages: Infinity } }));
});
afterEach(async () => await sandbox.close());

const post = async () => await rest.post(Routes.channelMessages(sandbox.channels.text), { body: { content: 'x' } });
const kept = () => sandbox.state.messages(sandbox.channels.text).length;

test('a failing call takes no effect, and the next one goes through', async () => {
  await fail(sandbox, { match: '/messages', status: 503 });
  await expect(post()).rejects.toMatchObject({ status: 503 });
  expect(kept()).toBe(0);
  await post();
  expect(kept()).toBe(1);
});

test('a fault with a body looks like an answer of Discord', async () => {
  await fail(sandbox, {
    match: 'POST /channels/*/messages',
    status: 403,
    times: 2,
    body: { code: 50013, message: 'No' },
  });
  await rest.get(Routes.channelMessages(sandbox.channels.text));
  await expect(post()).rejects.toMatchObject({ code: 50013 });
  await expect(post()).rejects.toMatchObject({ code: 50013 });
  await post();
});

test('with `after` the message stands though the answer is a failure', async () => {
  await fail(sandbox, { match: 'POST', status: 500, after: true });
  await expect(post()).rejects.toMatchObject({ status: 500 });
  expect(kept()).toBe(1);
});

test('with `after` and `reset` the message stands though the connection broke', async () => {
  await fail(sandbox, { match: 'POST', reset: true, after: true });
  await expect(post()).rejects.toThrow();
  expect(kept()).toBe(1);
});

test('a reset call takes no effect', async () => {
  await fail(sandbox, { match: 'POST', reset: true });
  await expect(post()).rejects.toThrow();
  expect(kept()).toBe(0);
});

test('a call that hangs for ever ends with its caller, and takes no effect', async () => {
  await fail(sandbox, { match: 'POST', hang: true });
  const call = rest.post(Routes.channelMessages(sandbox.channels.text), {
    body: { content: 'x' },
    signal: AbortSignal.timeout(200),
  });
  await expect(call).rejects.toThrow();
  expect(kept()).toBe(0);
});

test('a call that hangs for a while is only slow', async () => {
  await fail(sandbox, { match: 'POST', hang: 150 });
  const started = performance.now();
  await post();
  expect(performance.now() - started).toBeGreaterThan(140);
  expect(kept()).toBe(1);
});

test('a 429 comes with its headers, or with those asked for', async () => {
  const call = async () =>
    await fetch(`${sandbox.apiUrl}/v10/users/@me`, { headers: { authorization: `Bot ${sandbox.token}` } });
  await fail(sandbox, { match: 'users', status: 429 });
  const usual = await call();
  expect([usual.status, usual.headers.get('retry-after')]).toEqual([429, '1']);
  expect(await usual.json()).toMatchObject({ retry_after: 1, global: false });
  await fail(sandbox, { match: 'users', status: 429, headers: {} });
  expect((await call()).headers.get('retry-after')).toBeNull();
});

test('faults that still wait can be cleared', async () => {
  await fail(sandbox, { match: 'POST', status: 500, times: 100 });
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
  await post();
});

test('a fault that makes no sense is refused with the reason', async () => {
  await expect(fail(sandbox, { match: 'POST', statsu: 500 })).rejects.toThrow('statsu');
});
