import { z } from 'zod';
import { action, command } from '../src/bot/command.ts';
import type { Caller, Context } from '../src/bot/context.ts';
import { required, text, word } from '../src/bot/option.ts';
import type { Press, Reply } from '../src/bot/reply.ts';
import { escapeWithin } from '../src/format/escape.ts';
import { oneLine, truncate } from '../src/lib/text.ts';
import { feedOption } from './feeds-option.ts';
import { foundNothing, narrow, Narrowed } from './narrow.ts';
import { authorOption, tagOption } from './options.ts';
import { asMember, resultsReply, shared } from './results.ts';
import { texts } from './texts.ts';

const DAY_MS = 24 * 3600 * 1000;
const TIMES = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, year: 365 * DAY_MS } as const;
const NAMES = ['day', 'week', 'month', 'year'] as const;
const MAX_SHOWN = 100;

const Query = Narrowed.extend({ words: z.string(), since: z.enum(NAMES).optional() });

export const search = command({
  name: 'search',
  description: texts.search.description,
  inDirectMessages: true,
  options: {
    words: required(text({ description: texts.search.words, maxLength: 300 })),
    tag: tagOption(texts.search.tag),
    author: authorOption(texts.search.author),
    feed: feedOption(texts.search.feed),
    since: word(
      texts.search.since,
      NAMES.map((value) => ({ name: texts.search[value], value })),
    ),
  },
  run: (options, caller, context) => find({ ...options, page: 0 }, caller, context),
  actions: {
    page: action(Query, find),
    share: action(Query, async (query, caller, context) =>
      shared(await find(query, asMember(caller), context), caller),
    ),
  },
});

async function find(query: z.output<typeof Query>, caller: Caller, context: Context): Promise<Reply> {
  const { words, since, page } = query;
  const now = context.now();
  const { filter, words: narrowed } = await narrow(query, caller, context);
  const from = since === undefined ? undefined : now - TIMES[since];
  const { hits, terms, more } = await context.store.search.find({ ...filter, words, since: from }, now);
  if (since !== undefined) narrowed.push(texts.search[since]);
  if (hits.length === 0) return { content: await nothing(words, narrowed.length > 0, caller, context) };
  const press = (to: string, at: number): Press => ({ to, carry: { ...query, page: at }, only: caller.userId });
  const title = texts.search.title(truncate(oneLine(words), MAX_SHOWN));
  const turn = (at: number) => press('search.page', at);
  return resultsReply({ title, hits, terms, more, page, narrowed, turn, share: press('search.share', page) }, caller);
}

async function nothing(words: string, isNarrowed: boolean, caller: Caller, context: Context): Promise<string> {
  const tried = isNarrowed ? texts.results.tryWider : texts.search.tryOther;
  return await foundNothing(escapeWithin(oneLine(words), MAX_SHOWN), tried, caller, context);
}
