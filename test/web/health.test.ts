import { expect, test, vi } from 'vitest';
import { startLoop } from '../../src/lib/loop.ts';
import { complaintsOf } from '../../src/web/health.ts';
import { served } from './support.ts';

test('a Herald whose parts all work is ready; one whose gateway is cut is not, and says so', async () => {
  const { get, sandbox } = await served();
  const readiness = async () => {
    const answer = await get('/readyz');
    return [answer.status, await answer.text()];
  };
  await vi.waitUntil(async () => (await readiness())[0] === 200, { timeout: 5_000 });
  expect(await readiness()).toEqual([200, 'database: ok\ngateway: ok\npoller: ok\nsender: ok\n']);
  sandbox.gateway.close();
  await vi.waitUntil(async () => (await readiness())[0] === 503, { timeout: 5_000 });
  expect((await readiness())[1]).toContain('gateway: it is not connected to Discord');
  expect((await get('/healthz')).status).toBe(200);
});

test('a process that does not hold the gateway is ready without it', async () => {
  const loop = { stuckMs: () => 0 };
  expect(await complaintsOf({ database: () => Promise.resolve(), poller: loop })).toEqual({});
});

test('a database that fails or hangs, and a loop whose steps fail, are named', async () => {
  const database = () => Promise.reject(new Error('disk I/O error'));
  const stuck = { stuckMs: () => 45_000 };
  expect(await complaintsOf({ database, sender: stuck })).toEqual({
    database: 'it can not be read',
    sender: 'nothing has gone well for 45 s; the log says why',
  });
  expect(await complaintsOf({ database: () => new Promise(() => undefined) }, 100)).toEqual({
    database: 'it has not answered within 0.1 s',
  });
});

const QUICK = { timeout: 10_000, interval: 1 };

test('a loop counts as moving while its steps end well, and only then', async () => {
  let broken = false;
  const loop = startLoop(
    () => (broken ? Promise.reject(new Error('down')) : Promise.resolve(1)),
    () => 1,
  );
  await vi.waitUntil(() => loop.stuckMs() < 20, QUICK);
  broken = true;
  await vi.waitUntil(() => loop.stuckMs() > 60, QUICK);
  broken = false;
  await vi.waitUntil(() => loop.stuckMs() < 20, QUICK);
  await loop.stop();
});
