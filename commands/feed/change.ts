import { z } from 'zod';
import type { Caller } from '../../src/bot/context.ts';
import type { Button, Reply } from '../../src/bot/reply.ts';
import type { Subscription } from '../../src/model/subscription.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { feedLabel } from '../feed-name.ts';
import { COLOUR } from '../look.ts';
import { texts } from '../texts.ts';
import { placeOf } from './rule.ts';
import { Kind } from './wish.ts';

const words = texts.feed.edit;
/** As many places as one description holds. */
const MAX_CHOICES = 15;

/** What is to be another; null takes a ping away. */
export const Change = z.object({
  channel: z.string().optional(),
  kind: Kind,
  tags: z.array(z.string()).optional(),
  except: z.array(z.string()).optional(),
  ping: z.string().nullable().optional(),
});
export type Change = z.output<typeof Change>;

/** What no option can say: that something is to go. */
export function changeButtons(
  { feedId }: ServerFeed,
  { id, tags, except, pingRole }: Subscription,
  { userId }: Caller,
): Button[] {
  const press = (change: Change) => ({
    to: 'feed.edit',
    carry: { feed: feedId, subscription: id, ...change },
    only: userId,
  });
  const button = (label: string, change: Change): Button => ({ kind: 'button', label, press: press(change) });
  return [
    ...(tags.length + except.length > 0 ? [button(words.allArticles, { tags: [], except: [] })] : []),
    ...(pingRole === undefined ? [] : [button(words.unping, { ping: null })]),
  ];
}

/** A choice can't show a channel's name, which only Discord's own text does: so the places are numbered in both. */
export function choosePlace(
  feed: ServerFeed,
  subscriptions: readonly ListedSubscription[],
  change: Change,
  caller: Caller,
): Reply {
  const shown = subscriptions.slice(0, MAX_CHOICES);
  const choices = shown.map(({ id, tags }, index) => ({
    label: [`${index + 1}`, ...tags.map((tag) => `#${tag}`)].join(' '),
    value: String(id),
  }));
  const press = { to: 'feed.edit', carry: { feed: feed.feedId, ...change }, only: caller.userId };
  return {
    content: words.which(feedLabel(feed)),
    embeds: [{ description: shown.map((one, index) => `${index + 1}. ${placeOf(one)}`).join('\n'), color: COLOUR }],
    rows: [[{ kind: 'choices', placeholder: words.choose, choices, press }]],
  };
}
