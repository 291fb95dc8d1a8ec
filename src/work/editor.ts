import { setTimeout } from 'node:timers/promises';

import type { Loop } from '../lib/loop.ts';
import type { EditOutcome } from '../model/delivery.ts';
import type { Correction } from '../store/corrections.ts';
import { deliveryPost } from './article-post.ts';
import { startCrew } from './crew.ts';
import type { SendContext } from './deliver.ts';
import { amend } from './post.ts';

/** One after another: the last edit of a message is the one that stays. */
const WIDTH = 1;
const LEASE_MS = 60_000;
/** Between two edits: they take a tenth of Discord's calls at most. */
const PAUSE_MS = 200;
const RETRY_MS = 60_000;
const FAILED_REST_MS = 5_000;

/** Makes posts say what their articles say now, whenever no new post waits for its turn. */
export function startEditor(context: SendContext): Loop {
  const { store, log, now } = context;
  const isBusy = async () => ((await store.deliveries.nextDueAt()) ?? Infinity) <= now();
  return startCrew<Correction>(
    {
      width: WIDTH,
      claim: async (limit) =>
        (await isBusy()) ? [] : await store.corrections.claimDue({ now: now(), leaseMs: LEASE_MS, limit }),
      // Nothing tells of an edit, and none is in a hurry.
      nextDueAt: () => Promise.resolve(undefined),
      restMs: context.restMs,
      run: async (correction) => {
        await correct(correction, context).catch((error: unknown) =>
          log.error({ delivery: correction.id, err: error }, 'an edit broke off; it is tried again in a minute'),
        );
        await setTimeout(PAUSE_MS);
      },
      failed: (error) => {
        log.error({ err: error }, 'the store did not answer the editor');
        return FAILED_REST_MS;
      },
    },
    now,
  );
}

async function correct(correction: Correction, context: SendContext): Promise<void> {
  const { store, log, now } = context;
  const facts = { message: correction.messageId, title: correction.article.title };
  const outcome = await edit(correction, context);
  switch (outcome.kind) {
    case 'sent':
      log.info(facts, 'a post was edited');
      await store.corrections.end(correction, false);
      return;
    // It was deleted, or may not be edited: that harms nobody, and says nothing about the next post.
    case 'missing':
    case 'gone':
    case 'forbidden':
    case 'refused':
    case 'blocked':
      log.info({ ...facts, reason: outcome.reason }, 'a post can not be edited');
      await store.corrections.end(correction, true);
      return;
    case 'unauthorized':
      context.unauthorized(outcome.reason);
      await store.corrections.delay(correction, now() + RETRY_MS);
      return;
    case 'passing':
      await store.corrections.delay(correction, now() + Math.max(outcome.retryMs ?? 0, RETRY_MS));
      return;
  }
}

async function edit(correction: Correction, { destinations }: SendContext): Promise<EditOutcome> {
  const { destination, messageId, folded } = correction;
  const said = deliveryPost(correction);
  // A plainer form of a list would be none.
  if (folded.length > 0) return await destinations[destination.kind].edit(destination.address, messageId, said);
  return await amend(destinations, destination, messageId, said);
}
