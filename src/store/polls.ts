import type { Updateable } from 'kysely';

import type { FeedDocument, Moving, Pace, Validators } from '../model/feed.ts';
import type { Database } from './backend.ts';
import { prepared, type Given } from './prepared.ts';
import type { Tables } from './schema.ts';
import { ENABLED, ifWanted } from './wanted.ts';

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
  await changeFeed(db, { id, columns, nextPollAt: poll.nextPollAt, brought: 0, foundBehind: 0 });
}

/** What a poll whose document parsed says of its feed. */
export interface FeedPoll extends Pick<FeedDocument, 'title' | 'link' | 'language' | 'icon'> {
  readonly validators: Validators;
  readonly fingerprint: string;
  readonly nextPollAt: number;
  readonly pace?: Pace;
  readonly moving?: Moving | undefined;
  /** How many of the new articles had left the window already. */
  readonly foundBehind?: number;
  /** Undefined: nothing was missed; else the poll after which articles may have been. */
  readonly missedSince?: number | undefined;
}

/** Records what a poll says of its feed, and ends its lease. */
export async function feedChanged(
  db: Database,
  id: number,
  poll: FeedPoll,
  { baselinedAt, brought }: { readonly baselinedAt: number; readonly brought: number },
  now: number,
): Promise<void> {
  const columns = {
    title: poll.title ?? null,
    link: poll.link ?? null,
    language: poll.language ?? null,
    icon: poll.icon ?? null,
    fingerprint: poll.fingerprint,
    baselined_at: baselinedAt,
    pace_seconds: poll.pace?.seconds ?? 0,
    skip: poll.pace?.skip === undefined ? null : JSON.stringify(poll.pace.skip),
    ...(poll.missedSince !== undefined && { missed_since: poll.missedSince }),
    ...validatorColumns(poll.validators),
    ...succeeded(poll, now),
  };
  await changeFeed(db, { id, columns, nextPollAt: poll.nextPollAt, brought, foundBehind: poll.foundBehind ?? 0 });
}

interface FeedChange {
  readonly id: number;
  readonly columns: Updateable<Tables['feeds']>;
  readonly nextPollAt: number;
  /** How many articles are new, and how many of them had left the window. */
  readonly brought: number;
  readonly foundBehind: number;
}

const changeFeed = prepared((db, given: Given<FeedChange>) =>
  db
    .updateTable('feeds')
    .set((is) => ({
      ...given.row('columns'),
      next_poll_at: ifWanted(given('nextPollAt')),
      articles: is('articles', '+', given('brought')),
      found_behind: is('found_behind', '+', given('foundBehind')),
    }))
    .where('id', '=', given('id')),
);

/** The columns that every successful poll sets beside `next_poll_at`; they end its lease. */
function succeeded({ moving }: { readonly moving?: Moving | undefined }, now: number) {
  return {
    ...{ claimed_until: null, last_polled_at: now },
    ...ENABLED,
    ...{ failures: 0, failing_since: null, last_error: null, doubted_since: null },
    ...{ moving_to: moving?.url ?? null, moving_polls: moving?.polls ?? 0 },
  };
}

function validatorColumns({ etag, lastModified, url }: Validators) {
  return { etag: etag ?? null, last_modified: lastModified ?? null, validators_url: url ?? null };
}
