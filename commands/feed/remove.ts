import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import { required } from '../../src/bot/option.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { UserError } from '../../src/lib/errors.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import { feedLabel } from '../feed-name.ts';
import { feedOption } from '../feeds-option.ts';
import { texts } from '../texts.ts';
import { namedFeed, serverFeed, serverOf, subscriptionsTo } from './known.ts';
import { settle } from './notice.ts';

const Carry = z.object({ feed: z.number() });

export const remove = task({
  name: 'remove',
  description: texts.feed.remove.description,
  options: { feed: required(feedOption(texts.feed.options.feed)) },
  run: async ({ feed }, caller, context) => await ask(await namedFeed(feed, caller, context), caller, context),
});

/** Asked for from where the feed is shown. */
export const askRemove = action(Carry.extend({ notice: z.boolean().optional() }), async (carry, caller, context) => ({
  ...(await ask(
    await serverFeed(carry.feed, caller, context),
    caller,
    context,
    carry.notice ? caller.messageId : undefined,
  )),
  beside: true,
}));

export const confirmRemove = action(
  Carry.extend({ noticeId: z.string().optional() }),
  async (carry, caller, context) => {
    const feed = await serverFeed(carry.feed, caller, context);
    await context.store.servers.removeFeed(serverOf(caller), feed.feedId);
    const content = texts.feed.remove.removed(feedLabel(feed));
    await settle(carry.noticeId, content, caller, context);
    return { content };
  },
);

export const keep = action(Carry, async ({ feed }, caller, context) => ({
  content: texts.feed.remove.kept(feedLabel(await serverFeed(feed, caller, context))),
}));

/** @param noticeId of the notice from which it was asked for. */
async function ask(feed: ServerFeed, caller: Caller, context: Context, noticeId?: string): Promise<Reply> {
  const { channels } = await subscriptionsTo(feed.feedId, caller, context);
  const words = texts.feed.remove;
  if (channels.some(({ fixed }) => fixed)) throw new UserError(words.fixed(feedLabel(feed)));
  const press = (action: string) => ({
    to: `feed.${action}`,
    carry: { feed: feed.feedId, ...(noticeId && { noticeId }) },
    only: caller.userId,
  });
  return {
    content: words.ask(feedLabel(feed), feed.subscriptions),
    rows: [
      [
        { kind: 'button', label: words.remove, look: 'danger', press: press('confirmRemove') },
        { kind: 'button', label: words.keep, press: press('keep') },
      ],
    ],
  };
}
