import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { startLoop } from '../../src/lib/loop.ts';

const never = () => {
  throw new Error('no step fails here');
};

test('a step is repeated after the rest that it answered', async () => {
  const step = vi.fn(() => Promise.resolve(5));
  const loop = startLoop(step, never);
  await vi.waitUntil(() => step.mock.calls.length >= 3);
  await loop.stop();
});

test('wake ends a rest at once', async () => {
  const step = vi.fn(() => Promise.resolve(60_000));
  const loop = startLoop(step, never);
  await vi.waitUntil(() => step.mock.calls.length === 1);
  await setTimeout(5);
  loop.wake();
  await vi.waitUntil(() => step.mock.calls.length === 2);
  await loop.stop();
});

test('a wake during a step is not forgotten', async () => {
  let calls = 0;
  const loop = startLoop(async () => {
    calls += 1;
    if (calls === 1) {
      await setTimeout(20);
      loop.wake();
    }
    return 60_000;
  }, never);
  await vi.waitUntil(() => calls === 2);
  await loop.stop();
});

test('stop ends the rest, waits for the step under way and begins no other', async () => {
  let ended = 0;
  const loop = startLoop(async () => {
    await setTimeout(30);
    ended += 1;
    return 60_000;
  }, never);
  await loop.stop();
  expect(ended).toBe(1);
});

test('a step that throws is reported, and the loop goes on after the rest that was answered', async () => {
  const failures: unknown[] = [];
  let calls = 0;
  const loop = startLoop(
    () => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve(60_000);
    },
    (error) => {
      failures.push(error);
      return 1;
    },
  );
  await vi.waitUntil(() => calls === 2);
  expect(failures).toEqual([new Error('disk full')]);
  await loop.stop();
});
