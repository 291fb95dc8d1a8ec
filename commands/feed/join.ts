import { z } from 'zod';
import { action } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { UserError } from '../../src/lib/errors.ts';
import type { Feed } from '../../src/model/feed.ts';
import { wants, type Subscription } from '../../src/model/subscription.ts';
import { feedLabel } from '../feed-name.ts';
import { texts } from '../texts.ts';
import { serverOf } from './known.ts';
import { expanded, ruleText } from './rule.ts';
import { requireRoom, ruleOf, Wish } from './wish.ts';

const Chosen = Wish.extend({ url: z.string() });

/** The buttons of the preview. */
export const add = action(Chosen, async (chosen, caller, context) => (await join(chosen, caller, context)).reply);

export const addLatest = action(Chosen, async (chosen, caller, context) => {
  const { reply, subscription, feed } = await join(chosen, caller, context);
  const outcome = await oweLatest(feed, subscription, caller, context);
  return { ...reply, content: `${reply.content} ${texts.feed.add.latest[outcome]}` };
});

export const cancel = action(z.unknown(), () => Promise.resolve({ content: texts.feed.add.cancelled }));

interface Joined {
  readonly feed: Feed;
  readonly subscription: Subscription;
  readonly reply: Reply & { readonly content: string };
}

async function join({ url, ...wish }: z.output<typeof Chosen>, caller: Caller, context: Context): Promise<Joined> {
  const { store, now } = context;
  const serverId = serverOf(caller);
  await requireRoom(url, wish, caller, context);
  const feed = await upToDate(url, context);
  const destination = await store.destinations.ensure({ kind: wish.kind, address: wish.channel, serverId });
  const { pingRole, ...rule } = ruleOf(wish);
  const subscription = await store.subscriptions.add(
    {
      ...{ serverId, memberId: caller.userId, feedId: feed.id, destinationId: destination.id, ...rule },
      ...(pingRole !== undefined && { pingRole }),
    },
    now(),
  );
  const content = texts.feed.add.added(feedLabel(feed), wish.channel, ruleText(subscription));
  return { feed, subscription, reply: { content } };
}

/**
 * The feed, polled before anybody subscribes to it: all that it shows now is stored, and nothing of it is owed. Also when it is
 * known but slept: what came since is no news to whom it is added for now.
 */
export async function upToDate(url: string, { store, poll, now }: Context): Promise<Feed> {
  const feed = await store.feeds.add(url, now());
  if (feed.baselinedAt !== undefined && feed.nextPollAt !== undefined) return feed;
  await poll(feed);
  const polled = await store.feeds.get(feed.id);
  if (polled?.baselinedAt === undefined || polled.lastError !== undefined) {
    throw new UserError(polled?.lastError ?? texts.feeds.unknown);
  }
  return polled;
}

/** How many of a feed's newest articles are looked at for one that fits. */
const LOOKED_AT = 100;

/** Owes the newest article that fits to where the subscription leads. */
async function oweLatest(
  { id: feedId }: Feed,
  subscription: Subscription,
  caller: Caller,
  { store, owed, now }: Context,
): Promise<'owed' | 'there' | 'none'> {
  const serverId = serverOf(caller);
  const rule = await expanded(subscription, serverId, store);
  const filter = { scope: { kind: 'server', serverId }, feedId, offset: 0, limit: LOOKED_AT } as const;
  const { hits } = await store.search.latest(filter);
  const latest = hits.find(({ article }) => wants(rule, article));
  if (latest === undefined) return 'none';
  const { destinationId, pingRole } = subscription;
  const pings = pingRole === undefined ? [] : [pingRole];
  if (!(await store.deliveries.owe(latest.article.id, destinationId, pings, now()))) return 'there';
  owed();
  return 'owed';
}
