import type { Loop } from '../lib/loop.ts';
import type { Feed } from '../model/feed.ts';
import { startCrew } from './crew.ts';
import { refresh, type PollContext } from './refresh.ts';

/** Feeds asked at once. */
export const POLLS_AT_ONCE = 16;
/** Longer than a poll can take: a dead process's feeds come back after it. */
const LEASE_MS = 240_000;
const FAILED_REST_MS = 5_000;

/**
 * Polls the feeds that are due.
 *
 * @param owed is called when a poll has recorded new deliveries.
 */
export function startPoller(context: PollContext, owed: () => void): Loop {
  const { store, log, now } = context;
  let claimedAt = 0;
  return startCrew<Feed>(
    {
      width: POLLS_AT_ONCE,
      claim: (limit) => store.feeds.claimDue({ now: (claimedAt = now()), leaseMs: LEASE_MS, limit }),
      nextDueAt: () => store.feeds.nextDueAt(claimedAt),
      run: async (feed) => {
        const deliveries = await refresh(feed, context).catch((error: unknown) => {
          store.feeds.brokeOff();
          log.error({ feed: feed.id, err: error }, 'a poll broke off; the feed is asked again in four minutes');
          return 0;
        });
        if (deliveries > 0) owed();
      },
      failed: (error) => {
        log.error({ err: error }, 'the store did not answer the poller');
        return FAILED_REST_MS;
      },
    },
    now,
  );
}
