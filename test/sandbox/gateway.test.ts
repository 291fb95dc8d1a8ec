import { once } from 'node:events';
import { Client, Events } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';

let sandbox: Sandbox;
let client: Client;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
  client = new Client({ rest: { api: sandbox.apiUrl, version: '10' }, intents: [] });
});
afterEach(async () => {
  await client.destroy();
  await sandbox.close();
});

async function login(): Promise<void> {
  const ready = once(client, Events.ClientReady);
  await client.login(sandbox.token);
  await ready;
}

test('the real discord.js logs in', async () => {
  await login();
  expect(client.user?.username).toBe('herald');
  expect(sandbox.gateway.connected()).toBe(1);
});

test('a cut connection is resumed, and what was missed is sent again', async () => {
  await login();
  const resumed = once(client, Events.ShardResume);
  const missed = once(client, Events.InteractionCreate);
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'POST', headers: json, body: '{"match":"gateway"}' });
  sandbox.gateway.dispatch('INTERACTION_CREATE', pressed, undefined);
  await resumed;
  expect((await missed)[0]).toMatchObject({ customId: 'x' });
});

test('a session that was forgotten is replaced by a new one', async () => {
  await login();
  sandbox.gateway.forgetSessions();
  const again = once(client, Events.ShardReady);
  sandbox.gateway.cut(4000);
  await again;
  expect(sandbox.gateway.connected()).toBe(1);
}, 30_000);

test('a wrong token is refused over REST and over the gateway', async () => {
  await expect(client.login('wrong')).rejects.toThrow('invalid token');
  const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/gateway?v=10&encoding=json`);
  await once(socket, 'message');
  socket.send(JSON.stringify({ op: 2, d: { token: 'wrong', intents: 0, properties: {} } }));
  expect((await once(socket, 'close'))[0]).toBe(4004);
});

test('a heartbeat is acknowledged', async () => {
  const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/gateway?v=10&encoding=json`);
  await once(socket, 'message');
  socket.send('{"op":1,"d":null}');
  expect(String((await once(socket, 'message'))[0])).toContain('"op":11');
  socket.terminate();
});

test('a page of another origin gets no connection', async () => {
  const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/gateway`, { origin: 'http://elsewhere.example' });
  await expect(once(socket, 'open')).rejects.toThrow();
});

const json = { 'content-type': 'application/json' };
const pressed = {
  id: '1300000000000000099',
  application_id: '1300000000000000001',
  type: 3,
  token: 't',
  version: 1,
  channel_id: '1300000000000000013',
  channel: { id: '1300000000000000013', type: 1 },
  data: { custom_id: 'x', component_type: 2 },
  message: { id: '1300000000000000098', channel_id: '1300000000000000013', content: '', embeds: [], attachments: [] },
  user: { id: '1300000000000000003', username: 'linus', discriminator: '0', avatar: null },
  entitlements: [],
  authorizing_integration_owners: { 0: '0' },
};
