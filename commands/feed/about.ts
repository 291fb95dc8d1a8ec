import type { APIEmbed } from 'discord-api-types/v10';
import { task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import { required } from '../../src/bot/option.ts';
import type { Button, Reply } from '../../src/bot/reply.ts';
import { escapeWithin, linkUrl } from '../../src/format/escape.ts';
import { LIMITS } from '../../src/format/limits.ts';
import { truncate } from '../../src/lib/text.ts';
import type { FeedHealth } from '../../src/store/health.ts';
import type { ServerFeed } from '../../src/store/server-feeds.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { feedAddress, feedName } from '../feed-name.ts';
import { feedOption } from '../feeds-option.ts';
import { joinWithin } from '../lists.ts';
import { COLOUR } from '../look.ts';
import { texts } from '../texts.ts';
import { namedFeed, serverOf, subscriptionsTo } from './known.ts';
import { ruleText } from './rule.ts';

const words = texts.feed.info;

export const about = task({
  name: 'info',
  description: words.description,
  options: { feed: required(feedOption(texts.feed.options.feed)) },
  run: async ({ feed }, caller, context) => await describeFeed(await namedFeed(feed, caller, context), caller, context),
});

/** How a feed is doing and where it goes, with buttons for what can be done about it. */
export async function describeFeed(feed: ServerFeed, caller: Caller, context: Context): Promise<Reply> {
  const health = await context.store.feeds.health(feed.feedId, serverOf(caller), context.now());
  const wanted = await subscriptionsTo(feed.feedId, caller, context);
  const fields = [
    { name: words.state, value: stateOf(feed, health) },
    { name: words.polls, value: pollsOf(health) },
    { name: words.pace, value: paceOf(health) },
    { name: words.goes, value: placesOf(wanted) },
    { name: words.address, value: addressOf(feed, caller) },
    { name: words.added, value: addedOf(feed) },
  ];
  const url = linkUrl(feed.link);
  const title = escapeWithin(feedName(feed), LIMITS.title);
  const embed: APIEmbed = { title, fields, color: COLOUR, ...(url !== undefined && { url }) };
  return { embeds: [embed], rows: [buttons(feed, caller)] };
}

function stateOf({ pausedAt, failingSince, lastError }: ServerFeed, health: FeedHealth | undefined): string {
  const { paused, disabled, fails, works } = words.states;
  if (pausedAt !== undefined) return paused(when(pausedAt));
  if (health?.disabled !== undefined)
    return disabled(when(health.disabled.at), escapeWithin(health.disabled.reason, 800));
  if (failingSince === undefined) return works;
  return fails(when(failingSince), escapeWithin(lastError ?? '', 800));
}

function pollsOf(health: FeedHealth | undefined): string {
  const { lastPolledAt, nextPollAt } = health ?? {};
  return words.polled(when(lastPolledAt), nextPollAt === undefined ? undefined : when(nextPollAt));
}

function paceOf(health: FeedHealth | undefined): string {
  const { articlesADay = 0, waiting = 0, foundBehind = 0, missedSince } = health ?? {};
  const { none, rare, often } = words.paces;
  const pace =
    articlesADay === 0 ? none : articlesADay < 1 ? rare(Math.round(articlesADay * 7)) : often(Math.round(articlesADay));
  const behind = foundBehind === 0 ? '' : words.behind(foundBehind);
  const missed = missedSince === undefined ? '' : words.missed(when(missedSince));
  return `${pace}${waiting === 0 ? '' : words.waiting(waiting)}${behind}${missed}`;
}

function placesOf({ channels, members, everyFeed }: Awaited<ReturnType<typeof subscriptionsTo>>): string {
  const lines = [
    ...channels.map(placeOf),
    ...(members.length > 0 ? [words.directly(members.length)] : []),
    ...(everyFeed.length > 0 ? [words.everyFeed(everyFeed.length)] : []),
  ];
  return lines.length === 0 ? words.nowhere : joinWithin(lines, '\n', LIMITS.fieldValue, texts.feed.list.more);
}

function placeOf(subscription: ListedSubscription): string {
  const { destination, closed } = subscription;
  const place = `<#${destination.address}>${ruleText(subscription)}`;
  return closed === undefined ? place : `${place} (${words.closed(escapeWithin(closed.reason, 200))})`;
}

/** As code, where nothing has a meaning but the sign that ends it. */
function addressOf({ url }: ServerFeed, { mayManage }: Caller): string {
  return `\`${truncate(feedAddress(url, mayManage).replaceAll('`', '%60'), 1000)}\``;
}

function addedOf({ addedBy, addedAt }: ServerFeed): string {
  return addedBy === undefined ? words.byHost(when(addedAt)) : words.by(addedBy, when(addedAt));
}

/** An instant as every reader sees it in their own words. */
function when(at: number | undefined): string {
  return at === undefined ? words.never : `<t:${Math.floor(at / 1000)}:R>`;
}

function buttons({ feedId, pausedAt, disabledAt, failingSince }: ServerFeed, { userId }: Caller): Button[] {
  const press = (action: string) => ({ to: `feed.${action}`, carry: { feed: feedId }, only: userId });
  const { pause, resume, remove, mend, test } = texts.feed;
  const end: Button = { kind: 'button', label: remove.remove, look: 'danger', press: press('remove') };
  const readdress: Button = { kind: 'button', label: mend.readdress, press: press('askAddress') };
  if (pausedAt === undefined && disabledAt !== undefined) {
    return [{ kind: 'button', label: mend.retry, look: 'success', press: press('retry') }, readdress, end];
  }
  return [
    pausedAt === undefined
      ? { kind: 'button', label: pause.pause, press: press('pause') }
      : { kind: 'button', label: resume.resume, look: 'success', press: press('resume') },
    { kind: 'button', label: test.test, press: press('test') },
    ...(failingSince === undefined ? [] : [readdress]),
    end,
  ];
}
