import { describe, expect, test } from 'vitest';
import { freshSeconds, retrySeconds } from '../../src/feed/freshness.ts';

const now = Date.UTC(2026, 5, 1, 12);
const at = (offsetSeconds: number) => new Date(now + offsetSeconds * 1000).toUTCString();

describe('an answer is fresh', () => {
  test.each([
    [{ 'cache-control': 'public, max-age=600' }, 600],
    [{ 'cache-control': 'max-age=600', age: '200' }, 400],
    [{ 'cache-control': 'max-age=600', age: '900' }, 0],
    [{ 'cache-control': 'max-age=600', expires: at(9) }, 600],
    [{ 'cache-control': 'no-cache, max-age=600' }, undefined],
    [{ 'cache-control': ['s-maxage=5', 'max-age=600'] }, 600],
    [{ expires: at(300), date: at(0) }, 300],
    [{ expires: at(300) }, 300],
    [{ expires: at(-300) }, 0],
    [{ expires: '0' }, undefined],
    [{}, undefined],
  ])('%j for %s s', (headers, seconds) => {
    expect(freshSeconds(headers, now)).toBe(seconds);
  });
});

describe('Retry-After', () => {
  test.each([
    ['120', 120],
    ['0', 0],
    ['1.5', 2],
    [at(60), 60],
    [at(-60), 0],
    ['soon', undefined],
    ['', undefined],
    ['-5', undefined],
  ])('%j means %s s', (value, seconds) => {
    expect(retrySeconds({ 'retry-after': value }, now)).toBe(seconds);
  });
});
