import { sql, type RawBuilder, type Updateable } from 'kysely';

import type { Moving, Validators } from '../model/feed.ts';
import type { Database } from './backend.ts';
import { noteFeed } from './notices.ts';
import { prepared, type Given } from './prepared.ts';
import type { Tables } from './schema.ts';
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
  const columns = { ...(poll.validators && validatorColumns(poll.validators)), ...succeeded(poll, now) };
  await changeFeed(db, { id, columns, nextPollAt: poll.nextPollAt });
}

const changeFeed = prepared(
  (db, given: Given<{ id: number; columns: Updateable<Tables['feeds']>; nextPollAt: number }>) =>
    db
      .updateTable('feeds')
      .set({ ...given.row('columns'), next_poll_at: ifWanted(given('nextPollAt')) })
      .where('id', '=', given('id')),
);

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
      ...polled(now),
      next_poll_at: ifWanted(sql.val(poll.nextPollAt)),
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

/** The columns that every successful poll sets beside `next_poll_at`; they end its lease. */
export function succeeded({ moving }: { readonly moving?: Moving | undefined }, now: number) {
  return {
    ...polled(now),
    ...ENABLED,
    ...{ failures: 0, failing_since: null, last_error: null, doubted_since: null },
    ...{ moving_to: moving?.url ?? null, moving_polls: moving?.polls ?? 0 },
  };
}

export function validatorColumns({ etag, lastModified, url }: Validators) {
  return { etag: etag ?? null, last_modified: lastModified ?? null, validators_url: url ?? null };
}

function polled(now: number) {
  return { claimed_until: null, last_polled_at: now };
}

/** The last who wanted the feed may have gone while it was being polled: then it stays asleep. */
export function ifWanted(nextPollAt: RawBuilder<number>): RawBuilder<number | null> {
  return sql`case when ${isWanted} then cast(${nextPollAt} as bigint) end`;
}
