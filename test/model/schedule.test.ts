import { describe, expect, test } from 'vitest';
import type { FetchOutcome, Pace } from '../../src/model/feed.ts';
import { disables, movingOf, nextPoll, paceOf } from '../../src/model/schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday. */
const now = Date.UTC(2026, 5, 1, 9, 30);

const NO_PACE: Pace = { seconds: 0, skip: undefined };

function rest(
  outcome: FetchOutcome,
  { failures = 0, failingHours = 0, pollSeconds = 600, spread = 0, pace = NO_PACE } = {},
): number {
  return nextPoll({ failures, failingSince: now - failingHours * HOUR, pace }, outcome, pollSeconds, now, spread) - now;
}

const unchanged = (freshSeconds?: number): FetchOutcome => ({ kind: 'unchanged', validators: undefined, freshSeconds });
const failed: FetchOutcome = { kind: 'failed', reason: 'It is down.' };
const throttled = (retrySeconds: number | undefined): FetchOutcome => ({
  ...{ kind: 'throttled', host: 'a.example', reason: 'Wait.' },
  retrySeconds,
});

describe('a feed that answers is asked again', () => {
  test('after the shortest interval when it says nothing, or less', () => {
    expect(rest(unchanged())).toBe(10 * MINUTE);
    expect(rest(unchanged(60))).toBe(10 * MINUTE);
  });

  test('when its answer is no longer fresh, within a few hours', () => {
    expect(rest(unchanged(3600))).toBe(HOUR);
    expect(rest(unchanged(10_000_000))).toBe(4 * HOUR);
  });

  test('at its own pace, if that is slower than its answers age', () => {
    expect(rest(unchanged(900), { pace: { seconds: 1800, skip: undefined } })).toBe(30 * MINUTE);
    expect(rest(unchanged(3600), { pace: { seconds: 1800, skip: undefined } })).toBe(HOUR);
    expect(rest(unchanged(), { pace: { seconds: 1e9, skip: undefined } })).toBe(4 * HOUR);
  });

  test('up to a tenth later, so that feeds do not gather on the minute', () => {
    expect(rest(unchanged(), { spread: 1 })).toBe(11 * MINUTE);
  });

  test('after the hours and days in which it wants to be spared', () => {
    const skipping = (hours: number[], days: number[]) =>
      rest(unchanged(), { pace: { seconds: 0, skip: { hours, days } } });
    expect(skipping([9, 10], [])).toBe(10 * MINUTE + 2 * HOUR);
    expect(skipping([12], [0])).toBe(10 * MINUTE);
    expect(skipping([], [1])).toBe(10 * MINUTE + 15 * HOUR);
  });

  test('as if it had said nothing when it wants to be spared always', () => {
    expect(rest(unchanged(), { pace: { seconds: 0, skip: { hours: [], days: [0, 1, 2, 3, 4, 5, 6] } } })).toBe(
      10 * MINUTE,
    );
  });
});

describe('the pace of a feed', () => {
  const paceFor = (minutesAgo: readonly (number | undefined)[], pollSeconds = 600, ttlSeconds?: number): number =>
    paceOf(
      { ttlSeconds, skip: undefined },
      minutesAgo.map((minutes) => minutes && now - minutes * MINUTE),
      pollSeconds,
      now,
    ).seconds / 60;

  test('is a third of the time that its window spans', () => {
    expect(paceFor([10, 45, 90])).toBe(30);
  });

  test('does not follow the one article that stays in the window for ever', () => {
    expect(paceFor([500_000, 10, 45, 80, 90])).toBe(30);
  });

  test('is slow when it sleeps, within limits', () => {
    expect(paceFor([300_000, 300_001, 300_002])).toBe(240);
  });

  test('is what it asks for, if that is longer', () => {
    expect(paceFor([10, 45, 90], 600, 7200)).toBe(120);
    expect(paceFor([10, 45, 90], 600, 60)).toBe(30);
  });

  test('is unknown without dates, or with dates to come', () => {
    expect(paceFor([undefined, -500])).toBe(0);
    expect(paceFor([])).toBe(0);
  });

  test('slows nobody down who asks for an interval under a minute', () => {
    expect(paceFor([10, 45, 90], 30)).toBe(0);
    expect(paceFor([10, 45, 90], 30, 7200)).toBe(120);
  });
});

describe('a host that wants a pause gets it', () => {
  test.each([
    [3600, HOUR],
    [undefined, 10 * MINUTE],
    [1, 10 * MINUTE],
    [10_000_000, DAY],
  ])('Retry-After %s', (seconds, ms) => {
    expect(rest(throttled(seconds))).toBe(ms);
  });

  test('ten minutes when it names none, even of a feed that is asked every second', () => {
    expect(rest(throttled(undefined), { pollSeconds: 1 })).toBe(10 * MINUTE);
  });
});

describe('a feed that fails', () => {
  test('is asked ever less often, but once a day', () => {
    const rests = [0, 1, 2, 3, 100].map((failures) => rest(failed, { failures, failingHours: 8 }));
    expect(rests).toEqual([10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 80 * MINUTE, 2 * HOUR]);
    expect(rest(failed, { failures: 100, failingHours: 150 })).toBe(DAY);
    expect(rest(failed, { failures: 100, failingHours: 1 })).toBe(HOUR);
  });

  test('is never asked more often than its interval, even if that is days', () => {
    expect(rest(failed, { failures: 5, pollSeconds: 7 * 86_400 })).toBe(7 * DAY);
  });

  test('for want of a line of our own is asked again after the shortest interval', () => {
    expect(rest({ kind: 'failed', reason: 'No line.', blameless: true }, { failures: 9 })).toBe(10 * MINUTE);
  });

  test('is given up after a week of nothing else', () => {
    const since = (days: number, failures: number, outcome: Parameters<typeof disables>[1]) =>
      disables({ failures, failingSince: now - days * DAY }, outcome, now);
    const outcome = { kind: 'failed', reason: 'It is down.' } as const;
    expect(since(7, 12, outcome)).toBe(true);
    expect(since(6.9, 12, outcome)).toBe(false);
    expect(since(7, 12, { ...outcome, blameless: true })).toBe(false);
    // Herald was off meanwhile.
    expect(since(30, 1, outcome)).toBe(false);
    expect(disables({ failures: 0, failingSince: undefined }, outcome, now)).toBe(false);
  });

  test('for good is given up at once', () => {
    expect(disables({ failures: 0, failingSince: undefined }, { kind: 'gone', reason: 'Gone.' }, now)).toBe(true);
  });
});

describe('a feed that says that it has moved', () => {
  test('is believed the third time in a row', () => {
    const first = movingOf({ moving: undefined }, 'https://new.example/');
    const second = movingOf({ moving: first }, 'https://new.example/');
    const third = movingOf({ moving: second }, 'https://new.example/');
    expect([first, second, third].map((moving) => moving?.arrived)).toEqual([false, false, true]);
  });

  test('begins anew when it names another place, and forgets when it names none', () => {
    const second = { url: 'https://new.example/', polls: 2 };
    expect(movingOf({ moving: second }, 'https://other.example/')).toMatchObject({ polls: 1, arrived: false });
    expect(movingOf({ moving: second }, undefined)).toBeUndefined();
  });
});
