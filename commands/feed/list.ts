import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { LIMITS } from '../../src/format/limits.ts';
import { UserError } from '../../src/lib/errors.ts';
import { codePoints } from '../../src/lib/text.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { feedLabel } from '../feed-name.ts';
import { joinWithin } from '../lists.ts';
import { COLOUR } from '../look.ts';
import { pageOf, turnPages } from '../pages.ts';
import { texts } from '../texts.ts';
import { isToChannel, serverOf } from './known.ts';
import { placeOf } from './rule.ts';

const words = texts.feed.list;
const PER_PAGE = 10;

export const list = task({
  name: 'list',
  description: words.description,
  options: {},
  run: (_options, caller, context) => listPage(0, caller, context),
});

export const turn = action(z.object({ page: z.number() }), ({ page }, caller, context) =>
  listPage(page, caller, context),
);

async function listPage(asked: number, caller: Caller, { store }: Context): Promise<Reply> {
  const serverId = serverOf(caller);
  const feeds = await store.servers.feeds(serverId);
  if (feeds.length === 0) throw new UserError(texts.feeds.none(caller.mayManage));
  const subscriptions = await store.subscriptions.ofServer(serverId);
  const nowhere = subscriptions.some(({ feedId }) => feedId === undefined) ? words.byTags : words.nowhere;
  const { shown, page, pages } = pageOf(feeds, asked, PER_PAGE);
  const lines = shown.map((feed) =>
    lineOf(
      feed,
      subscriptions.filter((one) => one.feedId === feed.feedId && isToChannel(one)),
      nowhere,
    ),
  );
  const footer = pages === 1 ? words.legend : `${words.legend} · ${texts.pages.of(page, pages)}`;
  return {
    embeds: [
      { title: words.title(feeds.length), description: lines.join('\n'), footer: { text: footer }, color: COLOUR },
    ],
    rows: turnPages(page, page < pages - 1, (to) => ({ to: 'feed.turn', carry: { page: to } })),
  };
}

function lineOf(feed: ServerFeed, subscriptions: readonly ListedSubscription[], nowhere: string): string {
  const head = `${markOf(feed)} ${feedLabel(feed)} → `;
  const left = LIMITS.description / PER_PAGE - codePoints(head) - 1;
  return head + (subscriptions.length === 0 ? nowhere : joinWithin(subscriptions.map(placeOf), ', ', left, words.more));
}

function markOf({ pausedAt, failingSince }: ServerFeed): string {
  const { paused, fails, works } = words.marks;
  if (pausedAt !== undefined) return paused;
  return failingSince === undefined ? works : fails;
}
