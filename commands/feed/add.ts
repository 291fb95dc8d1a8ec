import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import { channel, required, role, text } from '../../src/bot/option.ts';
import { UserError } from '../../src/lib/errors.ts';
import { tagList, tagsOption } from '../options.ts';
import { placeOf, requirePingable, requirePosting } from '../rights.ts';
import { texts } from '../texts.ts';
import { choiceOf, feedsAt, MAX_URL } from './found.ts';
import { preview } from './preview.ts';
import { Wish } from './wish.ts';

const { options } = texts.feed;

export const add = task({
  name: 'add',
  description: texts.feed.add.description,
  options: {
    url: required(text({ description: texts.feed.add.url, maxLength: MAX_URL })),
    channel: channel(options.channel),
    tag: tagsOption(options.tag),
    except: tagsOption(options.except),
    ping: role(options.ping),
  },
  run: async ({ url, channel: named, tag, except, ping }, caller, context) => {
    const wish = {
      ...placeOf(named?.id ?? caller.channelId, caller),
      tags: tagList(tag),
      except: tagList(except),
      ping,
    };
    // Before the feed is asked: these are to be mended first in any case.
    requirePosting(caller, wish.channel);
    requirePingable(caller, ping);
    const feeds = await feedsAt(url, context);
    const [only, ...others] = feeds;
    if (others.length === 0) return await preview(only, wish, caller, context);
    return choiceOf(feeds, { to: 'feed.choose', carry: wish, only: caller.userId });
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
