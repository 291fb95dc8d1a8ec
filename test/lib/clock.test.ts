import { expect, test } from 'vitest';
import { createClock } from '../../src/lib/clock.ts';

/** A machine whose clock can be set, and can sleep. */
function machine() {
  let wall = 1_000_000;
  let steady = 0;
  return {
    now: createClock(
      () => wall,
      () => steady,
    ),
    pass: (ms: number) => {
      wall += ms;
      steady += ms;
    },
    set: (ms: number) => (wall += ms),
  };
}

test('the clock goes with the machine’s', () => {
  const { now, pass } = machine();
  expect(now()).toBe(1_000_000);
  pass(500);
  expect(now()).toBe(1_000_500);
});

test('a clock that is set back does not take time back, and what passes then still counts', () => {
  const { now, pass, set } = machine();
  set(-3_600_000);
  expect(now()).toBe(1_000_000);
  pass(500);
  expect(now()).toBe(1_000_500);
});

test('hours of sleep count, though the steady clock stood still', () => {
  const { now, pass, set } = machine();
  set(7_200_000);
  expect(now()).toBe(8_200_000);
  pass(500);
  expect(now()).toBe(8_200_500);
});
