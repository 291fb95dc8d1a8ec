import { z } from 'zod';
import { action, opener } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { UserError } from '../../src/lib/errors.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import { feedLabel } from '../feed-name.ts';
import { texts } from '../texts.ts';
import { choiceOf, feedsAt, MAX_URL } from './found.ts';
import { upToDate } from './join.ts';
import { serverFeed, serverOf, subscriptionsTo } from './known.ts';
import { settle } from './notice.ts';
import { errorText, withOutcome } from './outcome.ts';

const words = texts.feed.mend;

/** `notice`: the button stands below a notice, for all of a server's admins. */
const Carry = z.object({ feed: z.number(), notice: z.boolean().optional() });
type Carry = z.output<typeof Carry>;

/** Asks a feed again that was given up. */
export const retry = action(Carry, async (carry, caller, context) => {
  const { store, poll, now } = context;
  await serverFeed(carry.feed, caller, context);
  await store.feeds.retry(carry.feed, now());
  const feed = await store.feeds.get(carry.feed);
  if (feed !== undefined) await poll(feed);
  const { works, fails } = words;
  return await outcome(carry.feed, carry, { works, fails }, caller, context);
});

/** Asks where a feed is now. */
export const askAddress = opener(
  action(Carry, async (carry, caller, context) => {
    const feed = await movable(carry.feed, caller, context);
    const press = { to: 'feed.address', carry, only: caller.userId };
    return { form: { title: words.readdress, label: words.address, value: feed.url, maxLength: MAX_URL, press } };
  }),
);

export const address = action(Carry, async (carry, caller, context, [typed = '']) => {
  const [only, ...others] = await feedsAt(typed, context);
  if (others.length === 0) return await move(carry, only.url, caller, context);
  const chosen = { feed: carry.feed, noticeId: carry.notice ? caller.messageId : undefined };
  const press = { to: 'feed.chooseAddress', carry: chosen, only: caller.userId };
  return { ...choiceOf([only, ...others], press), beside: true };
});

/** One of several feeds at the new address was chosen. */
export const chooseAddress = action(
  z.object({ feed: z.number(), noticeId: z.string().optional(), urls: z.array(z.string()) }),
  async ({ urls, feed, noticeId }, caller, context, [chosen]) => {
    const url = urls[Number(chosen)];
    if (url === undefined) throw new UserError(texts.feeds.unknown);
    const reply = await move({ feed }, url, caller, context);
    await settle(noticeId, reply.content ?? '', caller, context);
    return reply;
  },
);

/** What the new address shows now counts as read, as when a feed is added. */
async function move(carry: Carry, url: string, caller: Caller, context: Context): Promise<Reply> {
  const { feedId: from } = await movable(carry.feed, caller, context);
  const { id: to } = await upToDate(url, context);
  if (from !== to) await context.store.servers.readdressFeed(serverOf(caller), from, to, context.now());
  return await outcome(to, carry, { works: words.moved, fails: words.fails }, caller, context);
}

async function movable(feedId: number, caller: Caller, context: Context): Promise<ServerFeed> {
  const feed = await serverFeed(feedId, caller, context);
  const { channels } = await subscriptionsTo(feedId, caller, context);
  if (channels.some(({ fixed }) => fixed)) throw new UserError(words.fixed(feedLabel(feed)));
  return feed;
}

interface Sentences {
  readonly works: (feed: string) => string;
  readonly fails: (feed: string, error: string) => string;
}

/** A notice that has served its purpose becomes the sentence that says so; as long as it has not, only the asker is told. */
async function outcome(
  feedId: number,
  { notice = false }: Pick<Carry, 'notice'>,
  { works, fails }: Sentences,
  caller: Caller,
  context: Context,
): Promise<Reply> {
  if (!notice) return await withOutcome(feedId, works, fails, caller, context);
  const feed = await serverFeed(feedId, caller, context);
  const label = feedLabel(feed);
  if (feed.lastError !== undefined) return { content: fails(label, errorText(feed.lastError)), beside: true };
  return { content: words.done(works(label), caller.userId) };
}
