import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import { channel, required, role } from '../../src/bot/option.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { UserError } from '../../src/lib/errors.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import type { SubscriptionChange } from '../../src/store/subscriptions.ts';
import { feedLabel } from '../feed-name.ts';
import { feedOption } from '../feeds-option.ts';
import { tagList, tagsOption } from '../options.ts';
import { placeOf, requirePingable, requirePosting } from '../rights.ts';
import { texts } from '../texts.ts';
import { Change, changeButtons, choosePlace } from './change.ts';
import { namedFeed, serverFeed, serverOf, subscriptionsTo } from './known.ts';
import { ruleText } from './rule.ts';

const words = texts.feed.edit;
export const edit = task({
  name: 'edit',
  description: words.description,
  options: {
    feed: required(feedOption(texts.feed.options.feed)),
    channel: channel(words.channel),
    tag: tagsOption(words.tag),
    except: tagsOption(words.except),
    ping: role(words.ping),
  },
  run: async ({ feed: typed, channel: named, tag, except, ping }, caller, context) => {
    const feed = await namedFeed(typed, caller, context);
    if (named !== undefined) requirePosting(caller, named.id);
    requirePingable(caller, ping);
    const change: Change = {
      ...(named && placeOf(named.id, caller)),
      tags: tag === undefined ? undefined : tagList(tag),
      except: except === undefined ? undefined : tagList(except),
      ping,
    };
    const { channels } = await subscriptionsTo(feed.feedId, caller, context);
    const [only, ...others] = channels;
    if (only === undefined) throw new UserError(words.nowhere(feedLabel(feed)));
    return others.length === 0
      ? await apply(feed, only, change, caller, context)
      : choosePlace(feed, channels, change, caller);
  },
});

/** One of several places was chosen, or a button takes something away. */
export const editAction = action(
  Change.extend({ feed: z.number(), subscription: z.number().optional() }),
  async ({ feed: feedId, subscription: id, ...change }, caller, context, [chosen]) => {
    const feed = await serverFeed(feedId, caller, context);
    const { channels } = await subscriptionsTo(feedId, caller, context);
    const subscription = channels.find((one) => one.id === (id ?? Number(chosen)));
    if (subscription === undefined) throw new UserError(words.ended);
    return await apply(feed, subscription, change, caller, context);
  },
);

async function apply(
  feed: ServerFeed,
  subscription: ListedSubscription,
  change: Change,
  caller: Caller,
  context: Context,
): Promise<Reply> {
  if (subscription.fixed) throw new UserError(words.fixed(feedLabel(feed)));
  const { id, destination } = subscription;
  await requireFree(feed, subscription, change, caller, context);
  const changed = await context.store.subscriptions.change(id, await columnsOf(change, caller, context));
  if (changed === undefined) throw new UserError(words.ended);
  const isSame = Object.values(change).every((part) => part === undefined);
  const now = (isSame ? words.now : words.changed)(
    feedLabel(feed),
    change.channel ?? destination.address,
    ruleText(changed),
  );
  const rows = changeButtons(feed, changed, caller);
  return { content: isSame ? `${now} ${words.hint}` : now, ...(rows.length > 0 && { rows: [rows] }) };
}

/** Throws a UserError when the feed leads to the new channel already, as `/feed add` does. */
async function requireFree(
  feed: ServerFeed,
  { id }: ListedSubscription,
  { channel: address }: Change,
  caller: Caller,
  context: Context,
): Promise<void> {
  if (address === undefined) return;
  const { channels } = await subscriptionsTo(feed.feedId, caller, context);
  const isThere = channels.some((one) => one.id !== id && one.destination.address === address);
  if (isThere) throw new UserError(texts.feed.add.already(feedLabel(feed), address));
}

async function columnsOf(
  { channel: address, kind, tags, except, ping }: Change,
  caller: Caller,
  { store }: Context,
): Promise<SubscriptionChange> {
  const serverId = serverOf(caller);
  const destination = address && (await store.destinations.ensure({ kind, address, serverId }));
  return {
    ...(destination && { destinationId: destination.id }),
    ...(tags && { tags }),
    ...(except && { except }),
    ...(ping !== undefined && { pingRole: ping }),
  };
}
