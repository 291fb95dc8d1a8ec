import type { Caller, Context } from '../../src/bot/context.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { escapeWithin } from '../../src/format/escape.ts';
import { feedLabel } from '../feed-name.ts';
import { describeFeed } from './about.ts';
import { serverFeed } from './known.ts';

const MAX_REASON = 800;

/** What went wrong, in Markdown. */
export function errorText(error: string): string {
  return escapeWithin(error, MAX_REASON);
}

/** How a feed is doing, below a sentence that says what came of asking it. */
export async function withOutcome(
  feedId: number,
  works: (feed: string) => string,
  fails: (feed: string, error: string) => string,
  caller: Caller,
  context: Context,
): Promise<Reply> {
  const { lastError } = await serverFeed(feedId, caller, context);
  const sentence = (feed: string) => (lastError === undefined ? works(feed) : fails(feed, errorText(lastError)));
  return await withState(feedId, sentence, caller, context);
}

/** How a feed is doing, below a sentence. */
export async function withState(
  feedId: number,
  sentence: (feed: string) => string,
  caller: Caller,
  context: Context,
): Promise<Reply> {
  const changed = await serverFeed(feedId, caller, context);
  return { ...(await describeFeed(changed, caller, context)), content: sentence(feedLabel(changed)) };
}
