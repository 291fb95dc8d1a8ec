import { expect, test } from 'vitest';
import { release } from '../../src/lib/release.ts';

test('bytes of their own are freed', () => {
  const bytes = Buffer.alloc(100_000, 'a');
  release(bytes);
  expect(bytes).toHaveLength(0);
  release(bytes);
});

test('bytes that share their memory with others stay', () => {
  const [one, other] = [Buffer.from('one'), Buffer.from('other')];
  expect(one.buffer).toBe(other.buffer);
  release(one);
  expect([one, other].map(String)).toEqual(['one', 'other']);
});
