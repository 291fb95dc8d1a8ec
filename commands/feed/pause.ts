import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import { required } from '../../src/bot/option.ts';
import type { Reply } from '../../src/bot/reply.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import { feedOption } from '../feeds-option.ts';
import { texts } from '../texts.ts';
import { namedFeed, serverFeed, serverOf } from './known.ts';
import { withOutcome, withState } from './outcome.ts';

const Carry = z.object({ feed: z.number() });
const options = { feed: required(feedOption(texts.feed.options.feed)) };

export const pause = task({
  name: 'pause',
  description: texts.feed.pause.description,
  options,
  run: async ({ feed }, caller, context) => await pauseFeed(await namedFeed(feed, caller, context), caller, context),
});

export const resume = task({
  name: 'resume',
  description: texts.feed.resume.description,
  options,
  run: async ({ feed }, caller, context) => await resumeFeed(await namedFeed(feed, caller, context), caller, context),
});

/** The buttons where the feed is shown. */
export const pauseAction = action(
  Carry,
  async ({ feed }, caller, context) => await pauseFeed(await serverFeed(feed, caller, context), caller, context),
);

export const resumeAction = action(
  Carry,
  async ({ feed }, caller, context) => await resumeFeed(await serverFeed(feed, caller, context), caller, context),
);

async function pauseFeed(feed: ServerFeed, caller: Caller, context: Context): Promise<Reply> {
  const { already, paused } = texts.feed.pause;
  await context.store.servers.pauseFeed(serverOf(caller), feed.feedId, context.now());
  const sentence = feed.pausedAt === undefined ? paused : already;
  return await withState(feed.feedId, sentence, caller, context);
}

async function resumeFeed(feed: ServerFeed, caller: Caller, context: Context): Promise<Reply> {
  const { store, now } = context;
  const { already, resumed, resumedFailing } = texts.feed.resume;
  if (feed.pausedAt === undefined) return await withState(feed.feedId, already, caller, context);
  await takeAsRead(feed.feedId, context);
  await store.servers.resumeFeed(serverOf(caller), feed.feedId, now());
  return await withOutcome(feed.feedId, resumed, resumedFailing, caller, context);
}

/** A feed that nobody else wanted slept: what came meanwhile is stored while it still is owed to nobody. */
async function takeAsRead(feedId: number, { store, poll }: Context): Promise<void> {
  const feed = await store.feeds.get(feedId);
  if (feed !== undefined && feed.nextPollAt === undefined) await poll(feed);
}
