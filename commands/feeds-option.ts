import type { Caller, Context, Suggestion } from '../src/bot/context.ts';
import { text } from '../src/bot/option.ts';
import { UserError } from '../src/lib/errors.ts';
import { feedAddress, feedName } from './feed-name.ts';
import { isComing } from './subscribing/own.ts';
import { texts } from './texts.ts';

/** A feed that a member may name. */
export interface KnownFeed {
  readonly feedId: number;
  readonly url: string;
  readonly title: string | undefined;
  readonly link: string | undefined;
}

const MAX_CHOICES = 25;

/** An option that names one of the feeds of the server, completed while the member types; read it with {@link findFeed}. */
export function feedOption(description: string) {
  return text({ description, suggest: suggestFeeds });
}

/** The feed that a member chose, or whose title or address they typed. Throws a UserError when there is no such feed here. */
export async function findFeed(typed: string, caller: Caller, context: Context): Promise<KnownFeed> {
  const feeds = await feedsOf(caller, context);
  if (feeds.length === 0 && caller.serverId !== undefined) throw new UserError(texts.feeds.none(caller.mayManage));
  const found =
    feeds.find(({ feedId }) => String(feedId) === typed) ??
    feeds.find(({ url }) => url === typed || feedAddress(url, false) === typed) ??
    feeds.find((feed) => fold(feedName(feed)) === fold(typed));
  if (found === undefined) throw new UserError(texts.feeds.unknown);
  return found;
}

/** The feeds of the server; in a direct message, those named by what comes to the member there. */
export async function feedsOf({ serverId, userId }: Caller, { store }: Context): Promise<readonly KnownFeed[]> {
  if (serverId !== undefined) return await store.servers.feeds(serverId);
  const own = await store.subscriptions.ofMember(userId);
  const coming = own.filter(isComing);
  const ids = [...new Set(coming.flatMap(({ feedId }) => feedId ?? []))];
  const feeds = await Promise.all(ids.map((id) => store.feeds.get(id)));
  return feeds.flatMap((feed) => (feed === undefined ? [] : { ...feed, feedId: feed.id }));
}

async function suggestFeeds(typed: string, caller: Caller, context: Context): Promise<Suggestion[]> {
  const wanted = fold(typed);
  const names = (await feedsOf(caller, context)).map((feed) => ({
    name: feedName(feed),
    value: String(feed.feedId),
    place: fold(feedAddress(feed.url, false)),
  }));
  const found = names.filter(({ name, place }) => fold(name).includes(wanted) || place.includes(wanted));
  // What begins as the member types comes first; the sort keeps the order of the others.
  const begins = ({ name }: Suggestion) => (fold(name).startsWith(wanted) ? 0 : 1);
  return found
    .toSorted((a, b) => begins(a) - begins(b))
    .slice(0, MAX_CHOICES)
    .map(({ name, value }) => ({ name, value }));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
