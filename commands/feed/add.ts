import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context, FeedNow } from '../../src/bot/context.ts';
import { channel, required, role, text } from '../../src/bot/option.ts';
import type { Reply } from '../../src/bot/reply.ts';
import type { FoundFeed } from '../../src/feed/discover.ts';
import { UserError } from '../../src/lib/errors.ts';
import { feedAddress, feedName } from '../feed-name.ts';
import { tagList, tagsOption } from '../options.ts';
import { POSTABLE, requirePingable, requirePosting } from '../rights.ts';
import { texts } from '../texts.ts';
import { preview } from './preview.ts';
import { Wish } from './wish.ts';

type Found = FoundFeed<FeedNow>;

const { options } = texts.feed;
const MAX_URL = 2000;
/** Of a list of choices. */
const MAX_CHOICES = 25;

export const add = task({
  name: 'add',
  description: texts.feed.add.description,
  options: {
    url: required(text({ description: texts.feed.add.url, maxLength: MAX_URL })),
    channel: channel(options.channel, POSTABLE),
    tag: tagsOption(options.tag),
    except: tagsOption(options.except),
    ping: role(options.ping),
  },
  run: async ({ url, channel: named, tag, except, ping }, caller, context) => {
    const wish = {
      channel: named?.id ?? caller.channelId,
      tags: tagList(tag),
      except: tagList(except),
      ping,
    };
    // Before the feed is asked: these are to be mended first in any case.
    requirePosting(caller, wish.channel);
    requirePingable(caller, ping);
    const feeds = await feedsAt(url, context);
    const [only, ...others] = feeds;
    return others.length === 0 ? await preview(only, wish, caller, context) : choiceOf(feeds, wish, caller);
  },
});

/** One of several feeds was chosen, by its place in the list. */
export const choose = action(
  Wish.extend({ urls: z.array(z.string()) }),
  async ({ urls, ...wish }, caller, context, [chosen]) => {
    const url = urls[Number(chosen)];
    if (url === undefined) throw new UserError(texts.feeds.unknown);
    const [found] = await feedsAt(url, context);
    return await preview(found, wish, caller, context);
  },
);

async function feedsAt(url: string, { find }: Context): Promise<readonly [Found, ...Found[]]> {
  const found = await find(url);
  if (found.kind === 'failed') throw new UserError(found.reason);
  return found.feeds;
}

/** Addresses may be longer than a choice's value: the list carries them. */
function choiceOf(feeds: readonly Found[], wish: Wish, caller: Caller): Reply {
  const shown = feeds.slice(0, MAX_CHOICES);
  const carry = { ...wish, urls: shown.map(({ url }) => url) };
  const choices = shown.map((feed, index) => ({
    label: feedName(feed),
    value: String(index),
    description: feedAddress(feed.url, true),
  }));
  const press = { to: 'feed.choose', carry, only: caller.userId };
  return {
    content: texts.feed.add.several(shown.length),
    rows: [[{ kind: 'choices', placeholder: texts.feed.add.choose, choices, press }]],
  };
}
