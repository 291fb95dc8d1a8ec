import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { connect } from '../../src/bot/client.ts';
import { createTraffic } from '../../src/discord/traffic.ts';

/** A gateway that says nothing to whoever connects. */
async function silentGateway() {
  const connected: WebSocket[] = [];
  const server = createServer((_request, response) => {
    const session_start_limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ url: url.replace('http', 'ws'), shards: 1, session_start_limit }));
  });
  const gateway = new WebSocketServer({ server }).on('connection', (socket) => connected.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of connected) socket.terminate();
    gateway.close();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { apiUrl: url, connected };
}

function joining(apiUrl: string) {
  const { ask } = createTraffic({ perSecond: Infinity });
  const connection = { token: 'a.b.c', apiUrl, ask, shards: undefined, shardCount: undefined };
  return connect(connection, pino({ level: 'silent' }), {
    ready: () => Promise.resolve(),
    interaction: () => Promise.resolve(),
    unauthorized: () => undefined,
  });
}

test('a stop while the gateway keeps Herald waiting ends soon', async () => {
  const { apiUrl, connected } = await silentGateway();
  const bot = joining(apiUrl);
  await vi.waitUntil(() => connected.length === 1, { timeout: 5000, interval: 5 });
  const stopped = bot.stop().then(() => true);
  expect(await Promise.race([stopped, setTimeout(5000, false)])).toBe(true);
});

test('a stop in the midst of joining lets that end, and leaves no connection behind', async () => {
  const { apiUrl, connected } = await silentGateway();
  const bot = joining(apiUrl);
  await vi.waitUntil(() => connected.length === 1, { timeout: 5000, interval: 5 });
  const stopped = bot.stop();
  const [socket] = connected;
  const say = (op: number, rest: object) => socket?.send(JSON.stringify({ op, ...rest }));
  socket?.on('message', () => {
    const user = { id: '100000000000000001', username: 'herald', discriminator: '0', avatar: null };
    const d = {
      v: 10,
      user,
      guilds: [],
      session_id: 's',
      resume_gateway_url: apiUrl,
      application: { id: user.id, flags: 0 },
    };
    say(0, { t: 'READY', s: 1, d });
  });
  say(10, { d: { heartbeat_interval: 40_000 } });
  await stopped;
  expect(socket?.readyState).toBeGreaterThan(1);
  expect(connected).toHaveLength(1);
});
