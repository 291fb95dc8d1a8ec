import type { REST } from 'discord.js';
import type { Logger } from 'pino';
import { createChannels } from '../discord/channels.ts';
import { publish } from '../discord/publish.ts';
import type { Loop } from '../lib/loop.ts';
import type { Store } from '../store/index.ts';
import type { Publishing } from '../store/publishings.ts';
import { startCrew } from './crew.ts';

interface PublishContext {
  readonly store: Store;
  readonly rest: REST;
  readonly log: Logger;
  readonly now: () => number;
}

/** One after another, so that a channel's budget is counted before it is used. */
const WIDTH = 1;
const LEASE_MS = 60_000;
const FAILED_REST_MS = 5_000;
const HOUR_MS = 3_600_000;
/** What a channel may publish in an hour. Discord does not say; its users have found ten. */
const AN_HOUR = 10;
/** Discord's own word on how long to wait has been wrong. */
const SHORTEST_REST_MS = 600_000;

/** Publishes messages in announcement channels, for servers that want that: at its own pace, never in the way of posts. */
export function startPublisher(context: PublishContext): Loop {
  const { store, rest, log, now } = context;
  const channels = createChannels(rest, now);
  return startCrew<Publishing>(
    {
      width: WIDTH,
      claim: (limit) => store.publishings.claimDue({ now: now(), leaseMs: LEASE_MS, limit }),
      // Nothing tells of a new one, and none is in a hurry.
      nextDueAt: () => Promise.resolve(undefined),
      run: (one) =>
        tryOne(one, context, (channelId, messageId) => publish(rest, channels, channelId, messageId)).catch(
          (error: unknown) => log.error({ err: error, message: one.messageId }, 'publishing broke off'),
        ),
      failed: (error) => {
        log.error({ err: error }, 'the store did not answer the publisher');
        return FAILED_REST_MS;
      },
    },
    now,
  );
}

async function tryOne(
  { messageId, channelId }: Publishing,
  { store: { publishings }, log, now }: PublishContext,
  attempt: (channelId: string, messageId: string) => ReturnType<typeof publish>,
): Promise<void> {
  const lately = await publishings.lately(channelId, now());
  const [oldest] = lately.slice(-AN_HOUR);
  if (lately.length >= AN_HOUR && oldest !== undefined) {
    await publishings.delayChannel(channelId, oldest + HOUR_MS);
    return;
  }
  const outcome = await attempt(channelId, messageId);
  switch (outcome.kind) {
    case 'sent':
      await publishings.published(messageId, now());
      log.info({ channel: channelId, message: messageId }, 'published');
      return;
    case 'passing': {
      const until = now() + Math.min(Math.max(outcome.retryMs ?? 0, SHORTEST_REST_MS), HOUR_MS);
      await publishings.delay(messageId, until);
      if (outcome.retryMs !== undefined) await publishings.delayChannel(channelId, until);
      return;
    }
    case 'gone':
    case 'forbidden':
    case 'refused':
    case 'blocked':
    case 'unauthorized':
      await publishings.drop(messageId);
      log.debug({ channel: channelId, message: messageId, reason: outcome.reason }, 'not published');
  }
}
