import type { ArticleFacts } from './article.ts';
import { foldTag } from './tag.ts';

/** A standing wish: the articles of a feed, or those with certain tags, led to one destination. */
export interface Subscription {
  readonly id: number;
  readonly feedId: number;
  readonly destinationId: number;
  /** Folded; an article needs one of them. Empty: every article. */
  readonly tags: readonly string[];
  /** Folded; an article with one of them is kept back. */
  readonly except: readonly string[];
}

/** Whether a subscription asks for an article. Tags are compared whole, in their folded form. */
export function wants(
  subscription: Pick<Subscription, 'tags' | 'except'>,
  article: Pick<ArticleFacts, 'tags'>,
): boolean {
  const tags = new Set(article.tags.map(foldTag));
  const has = (tag: string) => tags.has(tag);
  return (subscription.tags.length === 0 || subscription.tags.some(has)) && !subscription.except.some(has);
}
