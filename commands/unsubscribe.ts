import { z } from 'zod';
import { action, command } from '../src/bot/command.ts';
import type { Caller, Context, Suggest } from '../src/bot/context.ts';
import { channel, text } from '../src/bot/option.ts';
import type { Reply } from '../src/bot/reply.ts';
import { UserError } from '../src/lib/errors.ts';
import { foldTag } from '../src/model/tag.ts';
import type { ListedSubscription } from '../src/store/subscription-lists.ts';
import { end } from './subscribing/end.ts';
import { listing } from './subscribing/list.ts';
import { channelsOf, endable, isDirect, ownOf } from './subscribing/own.ts';
import { namesOf } from './subscribing/place.ts';
import { plainArticlesOf } from './subscribing/words.ts';
import { texts } from './texts.ts';

const words = texts.unsubscribe;

/** Of a list of choices. */
const MAX_CHOICES = 25;

const suggestTheirs: Suggest = async (typed, caller, context) => {
  const wanted = foldTag(typed);
  const all = (await theirsOf(caller, context)).filter(({ fixed }) => !fixed);
  const names = await namesOf(all, caller, context);
  return all
    .map(({ id }, at) => ({ name: names[at] ?? '', value: String(id) }))
    .filter(({ name }) => foldTag(name).includes(wanted));
};

export const unsubscribe = command({
  name: 'unsubscribe',
  description: words.description,
  inDirectMessages: true,
  options: {
    tag: text({ description: words.tag, suggest: suggestTheirs }),
    channel: channel(words.channel),
  },
  run: async ({ tag, channel: named }, caller, context) => {
    if (named !== undefined && !caller.mayManage) throw new UserError(words.notYours);
    if (tag === undefined) return await listing({ page: 0, channel: named?.id }, caller, context);
    const [only, ...others] = await matching(tag, named?.id, caller, context);
    return others.length === 0 ? await ended(only.id, caller, context) : which([only, ...others], caller);
  },
  actions: {
    end: action(z.object({ id: z.int() }), ({ id }, caller, context) => ended(id, caller, context)),
    choose: action(z.unknown(), (_carry, caller, context, [chosen]) => ended(Number(chosen), caller, context)),
  },
});

/** Those that a member chose from the list, or whose tag they typed. */
async function matching(
  typed: string,
  channel: string | undefined,
  caller: Caller,
  context: Context,
): Promise<readonly [ListedSubscription, ...ListedSubscription[]]> {
  const all = await theirsOf(caller, context);
  const there = all.filter(({ destination }) => channel === undefined || destination.address === channel);
  const chosen = there.find(({ id }) => String(id) === typed);
  if (chosen !== undefined) return [chosen];
  // A tag alone means one's own; a channel's is to be named or chosen.
  const meant = there.filter((one) => channel !== undefined || isDirect(one));
  const [first, ...others] = meant.filter(({ tags }) => tags.includes(foldTag(typed)));
  if (first !== undefined) return [first, ...others];
  throw new UserError(channel === undefined ? words.unknown : words.unknownInChannel(channel));
}

/** All that a member may end here. */
async function theirsOf(caller: Caller, context: Context): Promise<readonly ListedSubscription[]> {
  const own = await ownOf(caller, context);
  return caller.mayManage ? [...own, ...(await channelsOf(caller, context))] : own;
}

async function ended(id: number, caller: Caller, context: Context): Promise<Reply> {
  const { content, buttons } = await end(await endable(id, caller, context), caller, context);
  return buttons.length === 0 ? { content } : { content, rows: [buttons] };
}

function which(found: readonly ListedSubscription[], { userId }: Caller): Reply {
  const choices = found.slice(0, MAX_CHOICES).map((one) => ({ label: plainArticlesOf(one), value: String(one.id) }));
  const press = { to: 'unsubscribe.choose', only: userId };
  return { content: words.several, rows: [[{ kind: 'choices', placeholder: words.choose, choices, press }]] };
}
