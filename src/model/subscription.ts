import { foldAuthor, type ArticleFacts } from './article.ts';
import { foldTag } from './tag.ts';

/** A standing wish: articles of a feed, perhaps only those with certain tags or of one author, led to one destination. */
export interface Subscription {
  readonly id: number;
  /** Where it was made; undefined: by the settings of a host whose channel's server is not known. */
  readonly serverId: string | undefined;
  /** Who made it. */
  readonly memberId: string | undefined;
  /** Undefined: every feed of the server, also those added later. */
  readonly feedId: number | undefined;
  readonly destinationId: number;
  /** Folded; an article needs one of them. Empty: every article. */
  readonly tags: readonly string[];
  /** Folded; an article with one of them is kept back. */
  readonly except: readonly string[];
  /** Folded; only articles of this author. */
  readonly author: string | undefined;
  /** A role that its articles ping. */
  readonly pingRole: string | undefined;
}

/**
 * Whether a subscription asks for an article. Tags are compared whole, in their folded form; a server's aliases are to be
 * among the subscription's tags already (`withAliases`).
 */
export function wants(
  subscription: Pick<Subscription, 'tags' | 'except' | 'author'>,
  article: Pick<ArticleFacts, 'tags' | 'authors'>,
): boolean {
  const { author } = subscription;
  if (author !== undefined && !article.authors.some(({ name }) => foldAuthor(name) === author)) return false;
  const tags = new Set(article.tags.map(foldTag));
  const has = (tag: string) => tags.has(tag);
  return (subscription.tags.length === 0 || subscription.tags.some(has)) && !subscription.except.some(has);
}

type Asked = Pick<Subscription, 'tags' | 'except'> & Partial<Pick<Subscription, 'feedId' | 'author' | 'pingRole'>>;

/** Whether two that lead to one place would bring the same; tags and authors are folded, in any order. */
export function asksTheSame(one: Asked, other: Asked): boolean {
  return (
    isSameList(one.tags, other.tags) &&
    isSameList(one.except, other.except) &&
    one.author === other.author &&
    one.feedId === other.feedId &&
    one.pingRole === other.pingRole
  );
}

function isSameList(tags: readonly string[], others: readonly string[]): boolean {
  return tags.length === others.length && tags.every((tag) => others.includes(tag));
}
