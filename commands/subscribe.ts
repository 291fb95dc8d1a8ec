import { z } from 'zod';
import { action, command } from '../src/bot/command.ts';
import type { Caller, Context } from '../src/bot/context.ts';
import { channel, required, role } from '../src/bot/option.ts';
import type { Button, Reply } from '../src/bot/reply.ts';
import { UserError } from '../src/lib/errors.ts';
import { foldTags } from '../src/model/tag.ts';
import { findFeed, feedOption } from './feeds-option.ts';
import { authorOption, tagList, tagsOption } from './options.ts';
import { POSTABLE, requirePingable, requirePosting } from './rights.ts';
import { tagsNear, unknownTags } from './subscribing/known.ts';
import { make } from './subscribing/make.ts';
import { requireAllowed, Wish } from './subscribing/wish.ts';
import { tagWords } from './subscribing/words.ts';
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
    channel: channel(words.channel, POSTABLE),
    ping: role(words.ping),
  },
  run: async ({ tag, except, author, feed, channel: named, ping }, caller, context) => {
    const wish = { tags: tagList(tag), except: tagList(except), author, channel: named?.id, ping };
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

/** Subscribes, unless a tag has never been seen here: then the member says whether it is meant so. */
async function askOrMake(wish: Wish, caller: Caller, context: Context): Promise<Reply> {
  const [unknown, ...others] = await unknownTags(wish.tags, caller, context);
  if (unknown === undefined) return await make(wish, caller, context);
  const near = await tagsNear(unknown, caller, context);
  const press = (to: string, carry: Wish) => ({ to, carry, only: caller.userId });
  const instead = near.map((tag): Button => {
    const tags = foldTags(wish.tags.map((one) => (one === unknown ? tag : one)));
    return { kind: 'button', label: `#${tag}`, look: 'primary', press: press('subscribe.ask', { ...wish, tags }) };
  });
  const anyway = { kind: 'button', label: words.anyway, press: press('subscribe.make', wish) } as const;
  return { content: await question([unknown, ...others], near, caller, context), rows: [[...instead, anyway]] };
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
