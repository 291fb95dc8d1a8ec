import type { Caller, Context } from '../../src/bot/context.ts';
import { UserError } from '../../src/lib/errors.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { findFeed } from '../feeds-option.ts';
import { texts } from '../texts.ts';

/** The server of a command that Discord offers in servers only. */
export function serverOf({ serverId }: Caller): string {
  if (serverId === undefined) throw new Error('Discord ran a command of servers in a direct message');
  return serverId;
}

/** The feed that a member named, as the server has it. */
export async function namedFeed(typed: string, caller: Caller, context: Context): Promise<ServerFeed> {
  const { feedId } = await findFeed(typed, caller, context);
  return await serverFeed(feedId, caller, context);
}

/** A feed of the server. Throws a UserError when it was removed meanwhile. */
export async function serverFeed(feedId: number, caller: Caller, { store }: Context): Promise<ServerFeed> {
  const feeds = await store.servers.feeds(serverOf(caller));
  const feed = feeds.find((one) => one.feedId === feedId);
  if (feed === undefined) throw new UserError(texts.feeds.unknown);
  return feed;
}

/** The server's subscriptions to a feed, those to channels apart from those to members, and those to all feeds. */
export async function subscriptionsTo(feedId: number, caller: Caller, context: Context) {
  const all = await context.store.subscriptions.ofServer(serverOf(caller));
  const own = all.filter((one) => one.feedId === feedId);
  return {
    channels: own.filter(isToChannel),
    members: own.filter((one) => !isToChannel(one)),
    everyFeed: all.filter(({ feedId: one }) => one === undefined),
  };
}

export function isToChannel({ destination }: ListedSubscription): boolean {
  return destination.kind !== 'direct';
}
