import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import { channel, required } from '../../src/bot/option.ts';
import type { Reply } from '../../src/bot/reply.ts';
import type { Post } from '../../src/discord/post.ts';
import { UserError } from '../../src/lib/errors.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import { articlePost } from '../../src/work/article-post.ts';
import { post } from '../../src/work/post.ts';
import { feedLabel } from '../feed-name.ts';
import { feedOption } from '../feeds-option.ts';
import { kindOf, requirePosting } from '../rights.ts';
import { texts } from '../texts.ts';
import { below } from './below.ts';
import { namedFeed, serverFeed, serverOf } from './known.ts';

const words = texts.feed.test;

export const test = task({
  name: 'test',
  description: words.description,
  options: {
    feed: required(feedOption(texts.feed.options.feed)),
    channel: channel(words.channel),
  },
  run: async ({ feed: typed, channel: named }, caller, context) => {
    const feed = await namedFeed(typed, caller, context);
    if (named === undefined) return await show(feed, caller, context);
    requirePosting(caller, named.id);
    return await postIn(named.id, feed, caller, context);
  },
});

/** The button where the feed is shown. */
export const testAction = action(z.object({ feed: z.number() }), async ({ feed }, caller, context) => ({
  ...(await show(await serverFeed(feed, caller, context), caller, context)),
  beside: true,
}));

async function show(feed: ServerFeed, caller: Caller, context: Context): Promise<Reply> {
  return below(words.shown(feedLabel(feed)), (await newest(feed, caller, context)).message);
}

/** Not through a delivery: what was delivered once would not be posted again. */
async function postIn(channelId: string, feed: ServerFeed, caller: Caller, context: Context): Promise<Reply> {
  const newestPost = await newest(feed, caller, context);
  const nonce = randomBytes(12).toString('hex');
  const outcome = await post(
    context.destinations,
    { kind: kindOf(caller, channelId) ?? 'channel', address: channelId },
    newestPost,
    nonce,
  );
  if (outcome.kind !== 'sent') throw new UserError(words.failed(channelId, outcome.reason));
  return { content: words.posted(feedLabel(feed), channelId) };
}

async function newest(feed: ServerFeed, caller: Caller, { store }: Context): Promise<Post> {
  const article = await store.search.newestOf(feed.feedId);
  if (article === undefined) throw new UserError(words.empty(feedLabel(feed)));
  const { look } = await store.servers.get(serverOf(caller));
  return articlePost({ article, feed: { ...feed, id: feed.feedId }, look, pings: [] });
}
