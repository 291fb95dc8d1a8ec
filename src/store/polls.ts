import { sql, type RawBuilder } from 'kysely';

import type { Moving, Validators } from '../model/feed.ts';
import type { Database } from './backend.ts';
import { noteFeed } from './notices.ts';
import { ENABLED, isWanted } from './wanted.ts';

/** Records a poll that brought nothing new, and ends its lease. */
export async function feedUnchanged(
  db: Database,
  id: number,
  poll: {
    readonly validators: Validators | undefined;
    readonly nextPollAt: number;
    readonly moving?: Moving | undefined;
  },
  now: number,
): Promise<void> {
  await db
    .updateTable('feeds')
    .set({ ...(poll.validators && validatorColumns(poll.validators)), ...succeeded(poll, now) })
    .where('id', '=', id)
    .execute();
}

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
      ...polled(poll.nextPollAt, now),
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

/** The columns that every successful poll sets; they end its lease. */
export function succeeded(
  { nextPollAt, moving }: { readonly nextPollAt: number; readonly moving?: Moving | undefined },
  now: number,
) {
  return {
    ...polled(nextPollAt, now),
    ...ENABLED,
    ...{ failures: 0, failing_since: null, last_error: null, doubted_since: null },
    ...{ moving_to: moving?.url ?? null, moving_polls: moving?.polls ?? 0 },
  };
}

export function validatorColumns({ etag, lastModified, url }: Validators) {
  return { etag: etag ?? null, last_modified: lastModified ?? null, validators_url: url ?? null };
}

function polled(nextPollAt: number, now: number) {
  return { next_poll_at: ifWanted(nextPollAt), claimed_until: null, last_polled_at: now };
}

/** The last who wanted the feed may have gone while it was being polled: then it stays asleep. */
function ifWanted(nextPollAt: number): RawBuilder<number | null> {
  return sql`case when ${isWanted} then cast(${nextPollAt} as bigint) end`;
}
