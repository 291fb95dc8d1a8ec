import type { Context, FeedNow } from '../../src/bot/context.ts';
import type { Press, Reply } from '../../src/bot/reply.ts';
import type { FoundFeed } from '../../src/feed/discover.ts';
import { UserError } from '../../src/lib/errors.ts';
import { feedAddress, feedName } from '../feed-name.ts';
import { texts } from '../texts.ts';

export type Found = FoundFeed<FeedNow>;

/** The longest address that a member may type. */
export const MAX_URL = 2000;
/** Of a list of choices. */
const MAX_CHOICES = 25;

/** The feeds behind an address. Throws a UserError when there is none. */
export async function feedsAt(url: string, { find }: Context): Promise<readonly [Found, ...Found[]]> {
  const found = await find(url);
  if (found.kind === 'failed') throw new UserError(found.reason);
  return found.feeds;
}

/** Asks which of several feeds is meant. Addresses may be longer than a choice's value: the list carries them, as `urls`. */
export function choiceOf(feeds: readonly Found[], press: Press & { readonly carry: object }): Reply {
  const shown = feeds.slice(0, MAX_CHOICES);
  const carry = { ...press.carry, urls: shown.map(({ url }) => url) };
  const choices = shown.map((feed, index) => ({
    label: feedName(feed),
    value: String(index),
    description: feedAddress(feed.url, true),
  }));
  return {
    content: texts.feed.add.several(shown.length),
    rows: [[{ kind: 'choices', placeholder: texts.feed.add.choose, choices, press: { ...press, carry } }]],
  };
}
