import type { z } from 'zod';
import { action, command } from '../src/bot/command.ts';
import type { Caller, Context } from '../src/bot/context.ts';
import type { Press, Reply } from '../src/bot/reply.ts';
import { feedOption } from './feeds-option.ts';
import { showFold } from './fold.ts';
import { foundNothing, lackOfFeeds, narrow, Narrowed } from './narrow.ts';
import { authorOption, tagOption } from './options.ts';
import { asMember, resultsReply, shared } from './results.ts';
import { texts } from './texts.ts';

export const latest = command({
  name: 'latest',
  description: texts.latest.description,
  inDirectMessages: true,
  options: {
    tag: tagOption(texts.search.tag),
    feed: feedOption(texts.search.feed),
    author: authorOption(texts.search.author),
  },
  run: (options, caller, context) => list({ ...options, page: 0 }, caller, context),
  actions: {
    fold: showFold,
    page: action(Narrowed, list),
    share: action(Narrowed, async (query, caller, context) =>
      shared(await list(query, asMember(caller), context), caller),
    ),
  },
});

async function list(query: z.output<typeof Narrowed>, caller: Caller, context: Context): Promise<Reply> {
  const { page } = query;
  const { filter, words: narrowed } = await narrow(query, caller, context);
  const { hits, terms, more } = await context.store.search.latest(filter);
  if (hits.length === 0) return { content: await nothing(narrowed.length > 0, caller, context) };
  const press = (to: string, at: number): Press => ({ to, carry: { ...query, page: at }, only: caller.userId });
  const turn = (at: number) => press('latest.page', at);
  const { title } = texts.latest;
  return resultsReply({ title, hits, terms, more, page, narrowed, turn, share: press('latest.share', page) }, caller);
}

async function nothing(isNarrowed: boolean, caller: Caller, context: Context): Promise<string> {
  if (isNarrowed) return await foundNothing(undefined, texts.results.tryWider, caller, context);
  return (await lackOfFeeds(caller, context)) ?? `${texts.results.none(undefined)} ${texts.latest.waitForFirst}`;
}
