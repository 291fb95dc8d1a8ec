import { z } from 'zod';
import type { Caller, Context } from '../../src/bot/context.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { UserError } from '../../src/lib/errors.ts';
import { feedLabel } from '../feed-name.ts';
import { requirePosting } from '../rights.ts';
import { texts } from '../texts.ts';
import { isToChannel, serverOf } from './known.ts';
import { ruleText, type Rule } from './rule.ts';

/** What the channel is, as the command saw it; a button's press sees no more than its own channel. */
export const Kind = z.enum(['channel', 'forum']).optional();

/** What `/feed add` was asked for, as its buttons carry it. */
export const Wish = z.object({
  channel: z.string(),
  kind: Kind,
  tags: z.array(z.string()),
  except: z.array(z.string()),
  ping: z.string().optional(),
});
export type Wish = z.output<typeof Wish>;

export function ruleOf({ tags, except, ping }: Wish): Rule {
  return { tags, except, pingRole: ping };
}

/** Throws a UserError when Herald can't post there, the feed is posted there already, or a limit is reached. */
export async function requireRoom(url: string, { channel }: Wish, caller: Caller, context: Context): Promise<void> {
  requirePosting(caller, channel);
  const { store, limits } = context;
  const serverId = serverOf(caller);
  const feeds = await store.servers.feeds(serverId);
  const there = feeds.find((feed) => feed.url === url);
  if (there === undefined && feeds.length >= limits.feedsPerServer) {
    throw new UserError(texts.feed.add.tooManyFeeds(limits.feedsPerServer));
  }
  const subscriptions = await store.subscriptions.ofServer(serverId);
  const isThere = subscriptions.some(
    (one) =>
      one.feedId === there?.feedId &&
      isToChannel(one) &&
      one.destination.address === channel &&
      one.closed === undefined,
  );
  if (there !== undefined && isThere) throw new UserError(texts.feed.add.already(feedLabel(there), channel));
  if (subscriptions.filter(isToChannel).length >= limits.subscriptionsPerServer) {
    throw new UserError(texts.feed.add.tooManySubscriptions(limits.subscriptionsPerServer));
  }
}

/**
 * Posts in a channel again to which the feed leads already, but which was given up: what stood in the way is mended.
 *
 * @returns undefined when there is nothing to take up.
 */
export async function takeUp(
  url: string,
  { channel: address, kind }: Wish,
  caller: Caller,
  { store }: Context,
): Promise<Reply | undefined> {
  requirePosting(caller, address);
  const serverId = serverOf(caller);
  const stopped = (await store.subscriptions.ofServer(serverId)).find(
    (one) => one.feedUrl === url && isToChannel(one) && one.destination.address === address && one.closed !== undefined,
  );
  if (stopped === undefined) return undefined;
  const { id } = await store.destinations.ensure({ kind, address, serverId });
  await store.destinations.open(id);
  const label = feedLabel({ url, title: stopped.feedTitle });
  return { content: texts.feed.add.again(label, address, ruleText(stopped)) };
}
