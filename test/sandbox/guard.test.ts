import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(async () => await sandbox.close());

/** fetch does not let a Host be chosen. */
async function statusOf(method: string, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    request(`${sandbox.url}${path}`, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('the channels are listed', async () => {
  const channels = (await (await fetch(`${sandbox.url}/sandbox/channels`)).json()) as { type: number }[];
  expect(channels.map(({ type }) => type)).toEqual([0, 5, 15, 1]);
});

test('messages of an unknown channel are not found', async () => {
  expect(await statusOf('GET', '/sandbox/channels/1/messages', {})).toBe(404);
});

test('a name that another site points here opens nothing', async () => {
  const port = new URL(sandbox.url).port;
  expect(await statusOf('GET', '/sandbox/channels', { host: `localhost:${port}` })).toBe(200);
  expect(await statusOf('GET', '/sandbox/channels', { host: `rebound.example:${port}` })).toBe(403);
  expect(await statusOf('GET', '/sandbox/channels', { host: '127.0.0.1' })).toBe(403);
  for (const path of ['/', '/sandbox/page/events', '/sandbox/page/items', '/sandbox/page/usable']) {
    expect(await statusOf('GET', path, { host: `rebound.example:${port}` })).toBe(403);
  }
});

test('a page of another origin changes nothing', async () => {
  expect(await statusOf('DELETE', '/sandbox/faults', { origin: sandbox.url })).toBe(204);
  expect(await statusOf('DELETE', '/sandbox/faults', { origin: 'http://elsewhere.example' })).toBe(403);
  expect(await statusOf('DELETE', '/sandbox/faults', { origin: 'null' })).toBe(403);
  for (const path of ['commands', 'autocomplete', 'components', 'modals', 'messages', 'articles']) {
    expect(await statusOf('POST', `/sandbox/${path}`, { origin: 'http://elsewhere.example' })).toBe(403);
  }
});
