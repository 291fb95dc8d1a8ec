import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import { required } from '../../src/bot/option.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { escapeWithin } from '../../src/format/escape.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import { feedLabel } from '../feed-name.ts';
import { feedOption } from '../feeds-option.ts';
import { texts } from '../texts.ts';
import { describeFeed } from './about.ts';
import { namedFeed, serverFeed, serverOf } from './known.ts';

const MAX_REASON = 800;

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

/** Asks a feed again that was given up. */
export const retryAction = action(Carry, async ({ feed: id }, caller, context) => {
  const { store, poll, now } = context;
  await serverFeed(id, caller, context);
  await store.feeds.retry(id, now());
  const feed = await store.feeds.get(id);
  if (feed !== undefined) await poll(feed);
  const { works, fails } = texts.feed.retry;
  return await withOutcome(id, works, fails, caller, context);
});

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

async function withOutcome(
  feedId: number,
  works: (feed: string) => string,
  fails: (feed: string, error: string) => string,
  caller: Caller,
  context: Context,
): Promise<Reply> {
  const { lastError } = await serverFeed(feedId, caller, context);
  const sentence = (feed: string) =>
    lastError === undefined ? works(feed) : fails(feed, escapeWithin(lastError, MAX_REASON));
  return await withState(feedId, sentence, caller, context);
}

async function withState(
  feedId: number,
  sentence: (feed: string) => string,
  caller: Caller,
  context: Context,
): Promise<Reply> {
  const changed = await serverFeed(feedId, caller, context);
  return { ...(await describeFeed(changed, caller, context)), content: sentence(feedLabel(changed)) };
}
