import { sql } from 'kysely';

import type { Database } from './backend.ts';
import { noteFeed } from './notices.ts';
import { ifWanted } from './wanted.ts';

/**
 * Records a poll that failed, and ends its lease. Validators stay as they are.
 *
 * @param db a transaction.
 * @param poll `disables`: the feed is asked no more; `counts` false: the failure was not the feed's.
 */
export async function feedFailed(
  db: Database,
  id: number,
  poll: {
    readonly reason: string;
    readonly nextPollAt: number;
    readonly disables?: boolean;
    readonly counts?: boolean;
  },
  now: number,
): Promise<void> {
  await db
    .updateTable('feeds')
    .set((is) => ({
      next_poll_at: ifWanted(sql.val(poll.nextPollAt)),
      claimed_until: null,
      last_polled_at: now,
      ...(poll.counts !== false && {
        failures: is('failures', '+', 1),
        failing_since: is.fn.coalesce('failing_since', is.cast<number>(is.val(now), 'bigint')),
        last_error: poll.reason,
      }),
      ...(poll.disables === true && {
        next_poll_at: null,
        disabled_at: now,
        disabled_reason: poll.reason,
      }),
    }))
    .where('id', '=', id)
    .execute();
  if (poll.disables === true) await noteFeed(db, id, poll.reason, now);
}
