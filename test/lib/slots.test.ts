import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSlots } from '../../src/lib/slots.ts';

test('a slot is taken until its task ends, and its end is told', async () => {
  let told = 0;
  const slots = createSlots(2, () => (told += 1));
  const first = Promise.withResolvers<undefined>();
  slots.start(async () => {
    await first.promise;
  });
  slots.start(() => setTimeout(5));
  expect(slots.free()).toBe(0);
  first.resolve(undefined);
  await slots.idle();
  expect(slots.free()).toBe(2);
  expect(told).toBe(2);
});
