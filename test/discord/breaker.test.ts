import { expect, test } from 'vitest';
import { createBreaker } from '../../src/discord/breaker.ts';

const MINUTE = 60_000;

/** A breaker with a clock of the test's own, and its rests. */
function breakerAt() {
  const clock = { now: 0 };
  const rests: number[] = [];
  const breaker = createBreaker(
    (restMs) => rests.push(restMs),
    () => clock.now,
  );
  const count = (times: number) => {
    for (let time = 0; time < times; time += 1) breaker.count();
  };
  return { breaker, clock, count, rests };
}

test('refusals in small numbers break nothing, however long they go on', () => {
  const { breaker, clock, count, rests } = breakerAt();
  for (; clock.now < 24 * 60 * MINUTE; clock.now += MINUTE) count(80);
  expect(breaker.restMs()).toBe(0);
  expect(rests).toEqual([]);
});

test('nearly a thousand refusals at once stop all sends for ten minutes, and it is told once', () => {
  const { breaker, clock, count, rests } = breakerAt();
  count(899);
  expect(breaker.restMs()).toBe(0);
  count(30);
  expect(breaker.restMs()).toBe(10 * MINUTE);
  expect(rests).toEqual([10 * MINUTE]);
  clock.now = 10 * MINUTE;
  expect(breaker.restMs()).toBe(0);
});

test('whatever happens, no ten minutes have more than a tenth of what Discord bans for', () => {
  const { breaker, clock, count } = breakerAt();
  const instants: number[] = [];
  for (; clock.now < 120 * MINUTE; clock.now += 1000) {
    // 48 calls a second, all refused, and what is under way when the breaker breaks.
    if (breaker.restMs() > 0) continue;
    count(48);
    instants.push(...Array<number>(48).fill(clock.now));
  }
  const most = Math.max(
    ...instants.map((start) => instants.filter((at) => at >= start && at < start + 10 * MINUTE).length),
  );
  expect(most).toBeLessThanOrEqual(1000);
});
