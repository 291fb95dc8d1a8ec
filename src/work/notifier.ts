import type { Loop } from '../lib/loop.ts';
import { noticeMessage } from '../format/notice.ts';
import type { Notice } from '../model/notice.ts';
import { startCrew } from './crew.ts';
import type { SendContext } from './deliver.ts';
import { post } from './post.ts';

const WIDTH = 2;
const LEASE_MS = 60_000;
const REST_MS = 60_000;
const FAILED_REST_MS = 5_000;

/** Tells servers' admins what they should know, each thing once. */
export function startNotifier(context: SendContext): Loop {
  const { store, log, now, restMs } = context;
  return startCrew<Notice>(
    {
      width: WIDTH,
      claim: (limit) => store.notices.claimDue({ now: now(), leaseMs: LEASE_MS, limit }),
      // Nothing tells of a new notice, and none is in a hurry.
      nextDueAt: () => Promise.resolve(undefined),
      restMs,
      run: (notice) =>
        tell(notice, context).catch((error: unknown) =>
          log.error({ notice: notice.id, err: error }, 'a notice broke off; it is tried again in a minute'),
        ),
      failed: (error) => {
        log.error({ err: error }, 'the store did not answer the notifier');
        return FAILED_REST_MS;
      },
    },
    now,
  );
}

async function tell(notice: Notice, { store, destinations, log, now, unauthorized }: SendContext): Promise<void> {
  const told = { message: noticeMessage(notice), title: '', tags: [] };
  const outcome = await post(destinations, { kind: 'channel', address: notice.to }, told, notice.nonce);
  switch (outcome.kind) {
    case 'sent':
      log.info({ notice: notice.id, channel: notice.to }, 'admins were told');
      {
        await store.notices.end(notice.id);
        return;
      }
    case 'gone':
    case 'refused':
    case 'blocked':
      log.warn({ notice: notice.id, channel: notice.to, reason: outcome.reason }, 'admins could not be told');
      {
        await store.notices.end(notice.id);
        return;
      }
    case 'unauthorized':
      unauthorized(outcome.reason);
      {
        await store.notices.delay(notice.id, now() + REST_MS);
        return;
      }
    case 'forbidden':
    case 'passing': {
      await store.notices.delay(notice.id, now() + REST_MS);
      return;
    }
  }
}
