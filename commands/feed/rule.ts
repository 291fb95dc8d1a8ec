import { escapeLine } from '../../src/format/escape.ts';
import type { Subscription } from '../../src/model/subscription.ts';
import { withAliases } from '../../src/model/tag.ts';
import type { Store } from '../../src/store/index.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { tagNames } from '../lists.ts';
import { texts } from '../texts.ts';

const FEW_TAGS = 3;

/** What of a feed is posted, and whom it pings. */
export type Rule = Pick<Subscription, 'tags' | 'except'> & Partial<Pick<Subscription, 'author' | 'pingRole'>>;

/** A subscription's rule as parts of a sentence in Markdown; none when everything is posted and nobody pinged. */
export function ruleParts({ tags, except, author, pingRole }: Rule): string[] {
  const { rule } = texts.feed;
  return [
    ...(tags.length > 0 ? [rule.tags(tagNames(tags).join(rule.or))] : []),
    ...(except.length > 0 ? [rule.except(tagNames(except).join(rule.or))] : []),
    ...(author === undefined ? [] : [rule.author(escapeLine(author))]),
    ...(pingRole === undefined ? [] : [rule.ping(pingRole)]),
  ];
}

/** The same, to stand behind the name of a channel. */
export function ruleText(rule: Rule): string {
  return ruleParts(rule)
    .map((part) => `, ${part}`)
    .join('');
}

/** A channel and its first few tags, and whether it was given up, in at most 270 code points of Markdown. */
export function placeOf({
  destination,
  tags,
  closed,
}: Pick<ListedSubscription, 'destination' | 'tags' | 'closed'>): string {
  const { stopped } = texts.feed.list.marks;
  const channel = `${closed === undefined ? '' : `${stopped} `}<#${destination.address}>`;
  return tags.length === 0 ? channel : `${channel} (${tagNames(tags, FEW_TAGS).join(' ')})`;
}

/** A rule as articles are compared with it: a server's aliases are a part of what its subscriptions ask for. */
export async function expanded({ tags, except, author }: Rule, serverId: string, { servers }: Store) {
  const aliases = await servers.aliases(serverId);
  return { tags: withAliases(tags, aliases), except: withAliases(except, aliases), author };
}
