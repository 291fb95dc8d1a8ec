import type { Caller, Context, FeedNow } from '../../src/bot/context.ts';
import type { Reply, Row } from '../../src/bot/reply.ts';
import type { FoundFeed } from '../../src/feed/discover.ts';
import { articleMessage } from '../../src/format/message.ts';
import { oldestFirst } from '../../src/model/article.ts';
import { wants } from '../../src/model/subscription.ts';
import { feedLabel } from '../feed-name.ts';
import { texts } from '../texts.ts';
import { below } from './below.ts';
import { serverOf } from './known.ts';
import { expanded, ruleText } from './rule.ts';
import { requireRoom, ruleOf, takeUp, type Wish } from './wish.ts';

/** What would be posted of a feed, and the buttons that add it. Throws a UserError when it can't be added. */
export async function preview(
  { url, document }: FoundFeed<FeedNow>,
  wish: Wish,
  caller: Caller,
  context: Context,
): Promise<Reply> {
  const takenUp = await takeUp(url, wish, caller, context);
  if (takenUp !== undefined) return takenUp;
  await requireRoom(url, wish, caller, context);
  const { add } = texts.feed;
  const feed = { url, title: document.title, link: document.link };
  const articles = oldestFirst(document.articles);
  const rule = await expanded(ruleOf(wish), serverOf(caller), context.store);
  const fitting = articles.findLast((article) => wants(rule, article));
  const shown = fitting ?? articles.at(-1);
  const would = add.would(feedLabel(feed), wish.channel, ruleText(ruleOf(wish)));
  const rows = buttons(url, wish, caller, fitting !== undefined);
  if (shown === undefined) return { content: `${would} ${add.empty}`, rows };
  const { look } = await context.store.servers.get(serverOf(caller));
  const post = articleMessage(shown, feed, { look, pings: [] });
  return { ...below(`${would} ${fitting === undefined ? add.noneFits : add.looks}`, post), rows };
}

function buttons(url: string, wish: Wish, { userId }: Caller, hasLatest: boolean): Row[] {
  const { add, addLatest, cancel } = texts.feed.add;
  const carry = { ...wish, url };
  const press = (action: string, carried?: object) => ({ to: `feed.${action}`, carry: carried, only: userId });
  return [
    [
      { kind: 'button', label: add, look: 'success', press: press('add', carry) },
      { kind: 'button', label: addLatest, look: 'primary', disabled: !hasLatest, press: press('addLatest', carry) },
      { kind: 'button', label: cancel, press: press('cancel') },
    ],
  ];
}
