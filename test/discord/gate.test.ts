import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGate } from '../../src/discord/gate.ts';

const PER_SECOND = 20;

/** The most instants within any second. */
function densest(instants: readonly number[]): number {
  const sorted = instants.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((start) => sorted.filter((at) => at >= start && at < start + 1000).length));
}

/** Sends calls for a while, as many at once as there may be; each is counted by the other side after `wayMs`. */
async function flood(wayMs: () => number, ms: number): Promise<number[]> {
  const gate = createGate(PER_SECOND);
  const counted: number[] = [];
  const end = performance.now() + ms;
  const sender = async () => {
    while (performance.now() < end) {
      await gate(async () => {
        await setTimeout(wayMs());
        counted.push(performance.now());
        await setTimeout(5);
      }, false);
    }
  };
  await Promise.all(Array.from({ length: PER_SECOND }, sender));
  return counted;
}

test.concurrent('on a steady line the limit is used nearly whole, and never exceeded', async () => {
  const counted = await flood(() => 30, 3000);
  expect(densest(counted)).toBeLessThanOrEqual(PER_SECOND);
  expect(counted.length).toBeGreaterThan(PER_SECOND * 2.8);
});

test.concurrent('calls that are held up on their way do not meet those behind them', async () => {
  const counted = await flood(() => Math.random() * 300, 3000);
  expect(densest(counted)).toBeLessThanOrEqual(PER_SECOND);
});

test.concurrent('the slow first calls of a young process do not meet the quick ones behind them', async () => {
  let calls = 0;
  const counted = await flood(() => ((calls += 1) <= PER_SECOND ? 100 : 1), 3000);
  expect(densest(counted)).toBeLessThanOrEqual(PER_SECOND);
});

test.concurrent('an urgent call goes before those that wait', async () => {
  const gate = createGate(2);
  const order: string[] = [];
  const call = (name: string, urgent: boolean) => gate(() => Promise.resolve(order.push(name)), urgent);
  await Promise.all([call('1', false), call('2', false), call('3', false), call('urgent', true)]);
  expect(order.indexOf('urgent')).toBeLessThan(order.indexOf('3'));
});

test.concurrent('a call that fails takes its place along for as long as one that succeeds', async () => {
  const gate = createGate(1);
  const began = performance.now();
  await gate(() => Promise.reject(new Error('broken')), false).catch(() => undefined);
  await gate(() => Promise.resolve(), false);
  expect(performance.now() - began).toBeGreaterThan(950);
});
