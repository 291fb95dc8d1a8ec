import { sql, type RawBuilder } from 'kysely';

import type { Validators } from '../model/feed.ts';
import type { Database } from './backend.ts';
import { isWanted } from './wanted.ts';

/** Records a poll that brought nothing new, and ends its lease. */
export async function feedUnchanged(
  db: Database,
  id: number,
  poll: { readonly validators: Validators | undefined; readonly nextPollAt: number },
  now: number,
): Promise<void> {
  await db
    .updateTable('feeds')
    .set({ ...(poll.validators && validatorColumns(poll.validators)), ...succeeded(poll.nextPollAt, now) })
    .where('id', '=', id)
    .execute();
}

/** Records a poll that failed, and ends its lease. Validators stay as they are. */
export async function feedFailed(
  db: Database,
  id: number,
  poll: { readonly reason: string; readonly nextPollAt: number },
  now: number,
): Promise<void> {
  await db
    .updateTable('feeds')
    .set((is) => ({
      ...polled(poll.nextPollAt, now),
      failures: is('failures', '+', 1),
      failing_since: is.fn.coalesce('failing_since', is.cast<number>(is.val(now), 'bigint')),
      last_error: poll.reason,
    }))
    .where('id', '=', id)
    .execute();
}

/** The columns that every successful poll sets; they end its lease. */
export function succeeded(nextPollAt: number, now: number) {
  return { ...polled(nextPollAt, now), failures: 0, failing_since: null, last_error: null };
}

export function validatorColumns({ etag, lastModified }: Validators) {
  return { etag: etag ?? null, last_modified: lastModified ?? null };
}

function polled(nextPollAt: number, now: number) {
  return { next_poll_at: ifWanted(nextPollAt), claimed_until: null, last_polled_at: now };
}

/** The last who wanted the feed may have gone while it was being polled: then it stays asleep. */
function ifWanted(nextPollAt: number): RawBuilder<number | null> {
  return sql`case when ${isWanted} then cast(${nextPollAt} as bigint) end`;
}
