import { describe, expect, test } from 'vitest';
import { nextPoll, type FetchOutcome } from '../../src/model/feed.ts';

const now = 1_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function rest(outcome: FetchOutcome, { failures = 0, pollSeconds = 600, spread = 0 } = {}): number {
  return nextPoll({ failures }, outcome, pollSeconds, now, spread) - now;
}

const unchanged = (freshSeconds: number | undefined): FetchOutcome => ({
  kind: 'unchanged',
  validators: undefined,
  freshSeconds,
});
const failed: FetchOutcome = { kind: 'failed', reason: 'It is down.' };
const throttled = (retrySeconds: number | undefined): FetchOutcome => ({
  kind: 'throttled',
  retrySeconds,
  reason: 'Wait.',
});

describe('a feed that answers is asked again', () => {
  test('after the shortest interval when it says nothing, or less', () => {
    expect(rest(unchanged(undefined))).toBe(10 * MINUTE);
    expect(rest(unchanged(60))).toBe(10 * MINUTE);
  });

  test('when its answer is no longer fresh, within a few hours', () => {
    expect(rest(unchanged(3600))).toBe(HOUR);
    expect(rest(unchanged(10_000_000))).toBe(4 * HOUR);
  });

  test('up to a tenth later, so that feeds do not gather on the minute', () => {
    expect(rest(unchanged(undefined), { spread: 1 })).toBe(11 * MINUTE);
  });
});

describe('a host that wants a pause gets it', () => {
  test.each([
    [3600, HOUR],
    [undefined, 10 * MINUTE],
    [1, 10 * MINUTE],
    [10_000_000, 24 * HOUR],
  ])('Retry-After %s', (seconds, ms) => {
    expect(rest(throttled(seconds))).toBe(ms);
  });

  test('ten minutes when it names none, even of a feed that is asked every second', () => {
    expect(rest(throttled(undefined), { pollSeconds: 1 })).toBe(10 * MINUTE);
  });
});

describe('a feed that fails', () => {
  test('is asked ever less often, but once a day', () => {
    const rests = [0, 1, 2, 3, 100].map((failures) => rest(failed, { failures }));
    expect(rests).toEqual([10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 80 * MINUTE, 24 * HOUR]);
  });

  test('is never asked more often than its interval, even if that is days', () => {
    expect(rest(failed, { failures: 5, pollSeconds: 7 * 86_400 })).toBe(7 * 24 * HOUR);
  });

  test('for good is left alone for a day', () => {
    expect(rest({ kind: 'gone', reason: 'Gone.' })).toBe(24 * HOUR);
  });
});
