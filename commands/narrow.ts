import { z } from 'zod';
import type { Caller, Context } from '../src/bot/context.ts';
import { oneLine, truncate } from '../src/lib/text.ts';
import type { Filter } from '../src/store/search.ts';
import { feedName } from './feed-name.ts';
import { feedsOf, findFeed } from './feeds-option.ts';
import { scopeOf } from './options.ts';
import { PER_PAGE } from './results.ts';
import { isComing } from './subscribing/own.ts';
import { texts } from './texts.ts';

/** What narrows a list of articles, as a member typed it, and the page to show. Buttons carry it. */
export const Narrowed = z.object({
  tag: z.string().optional(),
  author: z.string().optional(),
  feed: z.string().optional(),
  page: z.int().nonnegative(),
});

const MAX_NAME = 60;

/** The filter for the store, and the same in words. Throws a UserError when a feed is named that isn't here. */
export async function narrow(
  { tag, author, feed, page }: z.output<typeof Narrowed>,
  caller: Caller,
  context: Context,
): Promise<{ readonly filter: Filter; readonly words: string[] }> {
  const named = feed === undefined ? undefined : await findFeed(feed, caller, context);
  return {
    filter: {
      ...{ scope: scopeOf(caller), tag, author, feedId: named?.feedId },
      ...{ offset: page * PER_PAGE, limit: PER_PAGE },
    },
    words: [
      ...(tag === undefined ? [] : [`#${shown(tag).replace(/^#+/, '')}`]),
      ...(author === undefined ? [] : [texts.results.by(shown(author))]),
      ...(named === undefined ? [] : [feedName(named)]),
    ],
  };
}

/** Why nothing can be found here whatever is asked, and what to do about it; undefined: there are feeds. */
export async function lackOfFeeds(caller: Caller, context: Context): Promise<string | undefined> {
  if (caller.serverId === undefined) {
    const own = await context.store.subscriptions.ofMember(caller.userId);
    return own.some(isComing) ? undefined : texts.results.nothingOfYours;
  }
  return (await feedsOf(caller, context)).length === 0 ? texts.feeds.none(caller.mayManage) : undefined;
}

/** That nothing was found, about these words in Markdown, and what to try. */
export async function foundNothing(
  words: string | undefined,
  tried: string,
  caller: Caller,
  context: Context,
): Promise<string> {
  const { none, seeTags } = texts.results;
  // Discord does not offer /tags in direct messages.
  const advice = caller.serverId === undefined ? `${tried}.` : `${tried}, ${seeTags}`;
  return `${none(words)} ${(await lackOfFeeds(caller, context)) ?? advice}`;
}

function shown(typed: string): string {
  return truncate(oneLine(typed), MAX_NAME);
}
