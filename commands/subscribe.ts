import { z } from 'zod';
import { action, command } from '../src/bot/command.ts';
import type { Caller, Context } from '../src/bot/context.ts';
import { channel, required, role } from '../src/bot/option.ts';
import type { Button, Reply } from '../src/bot/reply.ts';
import { UserError } from '../src/lib/errors.ts';
import { foldTags } from '../src/model/tag.ts';
import { findFeed, feedOption } from './feeds-option.ts';
import { authorOption, tagList, tagsOption } from './options.ts';
import { placeOf, requirePingable, requirePosting } from './rights.ts';
import { authorsNear, isKnownAuthor, tagsNear, unknownTags } from './subscribing/known.ts';
import { make } from './subscribing/make.ts';
import { requireAllowed, Wish } from './subscribing/wish.ts';
import { nameOf, tagWords } from './subscribing/words.ts';
import { texts } from './texts.ts';

const words = texts.subscribe;

export const subscribe = command({
  name: 'subscribe',
  description: words.description,
  options: {
    tag: required(tagsOption(words.tag)),
    except: tagsOption(words.except),
    author: authorOption(words.author),
    feed: feedOption(words.feed),
    channel: channel(words.channel),
    ping: role(words.ping),
  },
  run: async ({ tag, except, author, feed, channel: named, ping }, caller, context) => {
    const wish = { tags: tagList(tag), except: tagList(except), author, ping, ...(named && placeOf(named.id, caller)) };
    if (wish.tags.length === 0) throw new UserError(words.noTag);
    requireAllowed(wish, caller);
    requirePingable(caller, ping);
    if (named !== undefined) requirePosting(caller, named.id);
    const feedId = feed === undefined ? undefined : (await findFeed(feed, caller, context)).feedId;
    return await askOrMake({ ...wish, feedId }, caller, context);
  },
  actions: {
    /** Of one tag, by direct message: for buttons that other commands show beside a tag. */
    tag: action(z.object({ tag: z.string() }), async ({ tag }, caller, context) => {
      const made = await make({ tags: foldTags([tag]), except: [] }, caller, context);
      return { ...made, beside: true };
    }),
    ask: action(Wish, (wish, caller, context) => askOrMake(wish, caller, context)),
    make: action(Wish, make),
  },
});

/** Subscribes, unless a tag or the author has never been seen here: then the member says whether it is meant so. */
async function askOrMake(wish: Wish, caller: Caller, context: Context): Promise<Reply> {
  const { author } = wish;
  const [unknown, ...others] = await unknownTags(wish.tags, caller, context);
  if (unknown !== undefined) return await askOfTag(wish, [unknown, ...others], caller, context);
  if (author === undefined || (await isKnownAuthor(author, caller, context))) return await make(wish, caller, context);
  const near = await authorsNear(author, caller, context);
  const instead = near.map((one) => insteadButton(one, { ...wish, author: one }, caller));
  const content = `${words.unknownAuthor(nameOf(author))} ${near.length > 0 ? words.didYouMean : words.allTheSame}`;
  return { content, rows: [[...instead, anywayButton(wish, caller)]] };
}

async function askOfTag(
  wish: Wish,
  unknown: readonly [string, ...string[]],
  caller: Caller,
  context: Context,
): Promise<Reply> {
  const near = await tagsNear(unknown[0], caller, context);
  const instead = near.map((tag) => {
    const tags = foldTags(wish.tags.map((one) => (one === unknown[0] ? tag : one)));
    return insteadButton(`#${tag}`, { ...wish, tags }, caller);
  });
  return { content: await question(unknown, near, caller, context), rows: [[...instead, anywayButton(wish, caller)]] };
}

function insteadButton(label: string, carry: Wish, { userId }: Caller): Button {
  return { kind: 'button', label, look: 'primary', press: { to: 'subscribe.ask', carry, only: userId } };
}

function anywayButton(wish: Wish, { userId }: Caller): Button {
  return { kind: 'button', label: words.anyway, press: { to: 'subscribe.make', carry: wish, only: userId } };
}

async function question(
  unknown: readonly string[],
  near: readonly string[],
  { serverId }: Caller,
  { store }: Context,
): Promise<string> {
  const hasFeeds = serverId !== undefined && (await store.servers.countFeeds(serverId)) > 0;
  if (!hasFeeds) return words.noFeeds;
  const advice = near.length > 0 ? words.didYouMean : words.allTheSame;
  return `${words.unknown(tagWords(unknown), unknown.length > 1)} ${advice}`;
}
