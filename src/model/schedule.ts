import type { Failure, Feed, FeedDocument, FetchOutcome, Moving, Pace, Skip, Throttled } from './feed.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LONGEST_INTERVAL = 4 * HOUR;
const LONGEST_BACKOFF = DAY;
const THROTTLED_DEFAULT = 10 * MINUTE;
/** skipHours and skipDays are hints: a weekend and a night are believed. */
const LONGEST_SKIP_HOURS = 72;

type Asked = Pick<Feed, 'failures' | 'failingSince' | 'pace'>;

/**
 * When a feed is asked next. While it fails the rests double, up to a quarter of the time that it has failed: an outage of six
 * hours is not made one of eleven, in which a window would roll away.
 *
 * @param outcome what this poll came to; for a document that did not parse, a `failed` one.
 * @param pollSeconds the shortest time between two polls.
 * @param spread 0 to 1, random: up to a tenth of the interval is added, so that feeds don't gather on the minute.
 * @returns epoch milliseconds.
 */
export function nextPoll(feed: Asked, outcome: FetchOutcome, pollSeconds: number, now: number, spread: number): number {
  const at = now + Math.round(restMs(feed, outcome, pollSeconds * SECOND, now) * (1 + spread / 10));
  return outcome.kind === 'fetched' || outcome.kind === 'unchanged' ? afterSkip(at, feed.pace.skip) : at;
}

function restMs(feed: Asked, outcome: FetchOutcome, floorMs: number, now: number): number {
  switch (outcome.kind) {
    case 'fetched':
    case 'unchanged': {
      const wanted = Math.max(feed.pace.seconds, outcome.freshSeconds ?? 0) * SECOND;
      return Math.max(floorMs, Math.min(wanted, LONGEST_INTERVAL));
    }
    case 'throttled':
      return Math.max(floorMs, pauseMs(outcome));
    case 'gone':
      return LONGEST_BACKOFF;
    case 'failed': {
      if (outcome.blameless === true) return floorMs;
      const longest = Math.max(HOUR, Math.min((now - (feed.failingSince ?? now)) / 4, LONGEST_BACKOFF));
      return Math.max(floorMs, Math.min(floorMs * 2 ** Math.min(feed.failures, 20), longest));
    }
  }
}

/** The first instant, hour by hour, that the feed does not ask to be spared. */
function afterSkip(at: number, skip: Skip | undefined): number {
  if (skip === undefined) return at;
  const spared = (instant: number) => {
    const date = new Date(instant);
    return skip.hours.includes(date.getUTCHours()) || skip.days.includes(date.getUTCDay());
  };
  for (let hours = 0; hours <= LONGEST_SKIP_HOURS; hours += 1) if (!spared(at + hours * HOUR)) return at + hours * HOUR;
  return at;
}

/** How long a host that answered 429 or 503 is left alone, in milliseconds. */
export function pauseMs({ retrySeconds }: Pick<Throttled, 'retrySeconds'>): number {
  return retrySeconds === undefined ? THROTTLED_DEFAULT : Math.min(retrySeconds * SECOND, DAY);
}

/**
 * A feed's pace: the longer of what it asks for and a third of the time that its window spans, so that a feed which publishes
 * often is asked often, before articles roll out of its window, and a sleeping one seldom. The oldest article of several does
 * not count: many feeds keep one at the top for ever. An interval under a minute is somebody's who watches: there the
 * window does not slow Herald down.
 *
 * @param published of the articles in the document, in epoch milliseconds.
 */
export function paceOf(
  document: Pick<FeedDocument, 'ttlSeconds' | 'skip'>,
  published: readonly (number | undefined)[],
  pollSeconds: number,
  now: number,
): Pace {
  const past = published.filter((at) => at !== undefined && at <= now).toSorted((a = 0, b = 0) => a - b);
  const start = past[past.length > 3 ? 1 : 0] ?? now;
  const own = pollSeconds < 60 ? 0 : Math.round((now - start) / 3 / SECOND);
  return { seconds: Math.max(Math.min(own, LONGEST_INTERVAL / SECOND), document.ttlSeconds ?? 0), skip: document.skip };
}

/** Polls in a row that are sent to the same place for good, before that is believed: some servers err for an hour. */
const POLLS_TO_MOVE = 3;

/** Where a feed is moving after a poll that answered, and whether it has arrived. */
export function movingOf(
  { moving }: Pick<Feed, 'moving'>,
  movedTo: string | undefined,
): (Moving & { readonly arrived: boolean }) | undefined {
  if (movedTo === undefined) return undefined;
  const polls = moving?.url === movedTo ? moving.polls + 1 : 1;
  return { url: movedTo, polls, arrived: polls >= POLLS_TO_MOVE };
}

const LONGEST_FAILING = 7 * DAY;
/** A Herald that was off for a week after one failure has not tried for a week. */
const FEWEST_FAILURES = 5;

/** Whether a failure is the end of a feed's polls: it is gone, or nothing but failed for a week. */
export function disables(
  { failures, failingSince }: Pick<Feed, 'failures' | 'failingSince'>,
  outcome: Failure,
  now: number,
): boolean {
  if (outcome.kind === 'gone') return true;
  if (outcome.blameless === true) return false;
  return failures >= FEWEST_FAILURES && now - (failingSince ?? now) >= LONGEST_FAILING;
}
