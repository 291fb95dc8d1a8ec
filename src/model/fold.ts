import { foldAuthor, type StoredArticle } from './article.ts';

/** An article that waits for a destination, or was posted there a moment ago. */
export interface Queued {
  /** Of its delivery. */
  readonly id: number;
  readonly feedId: number;
  /** See {@link authorKey}; undefined: nobody is named. */
  readonly author: string | undefined;
  /** When it was published, else when it was first seen, in epoch milliseconds. */
  readonly at: number;
  readonly waits: boolean;
}

/** Articles that follow each other so closely are a burst, when there are many. */
const BURST_MS = 5 * 60_000;
/** How far from an article those that may be of its burst are looked for, in milliseconds. */
export const BURST_REACH_MS = 2 * BURST_MS;
/** For how long what was posted still counts: a burst may come in two polls. */
export const BURST_MEMORY_MS = 30 * 60_000;
/** One or two posts that trail behind a burst are no flood. */
export const FEWEST_FOLDED = 3;

/**
 * The articles that leave in one message with the one that is next: those of its author, else those of its feed, when more than
 * `most` of them were published within five minutes. What counts is when a feed published, not when it was asked: a feed looks
 * the same in a channel however often Herald polls it, and an outage makes no burst.
 *
 * @param around the others of the destination, in the order in which they are to be posted.
 * @param most 0: nothing is ever folded.
 * @returns those that wait, the next one first; nothing when it is posted alone.
 */
export function foldOf<Article extends Queued>(next: Article, around: readonly Article[], most: number): Article[] {
  if (most === 0) return [];
  const all = [next, ...around];
  const byAuthor = new Set(
    [...Map.groupBy(all, ({ author }) => author)].flatMap(([author, group]) =>
      author === undefined ? [] : burstsIn(group, most),
    ),
  );
  const fold = byAuthor.has(next)
    ? [...byAuthor].filter(({ author }) => author === next.author)
    : burstsIn(
        all.filter((one) => one.feedId === next.feedId && !byAuthor.has(one)),
        most,
      );
  const inFold = new Set(fold);
  const waiting = all.filter((one) => one.waits && inFold.has(one));
  return inFold.has(next) && waiting.length >= Math.min(FEWEST_FOLDED, most + 1) ? waiting : [];
}

/**
 * All messages that a queue makes when nothing comes in between: each a fold, or one article.
 *
 * @param queue in the order in which they are to be posted.
 */
export function foldAll<Article extends Queued>(queue: readonly Article[], most: number): Article[][] {
  const messages: Article[][] = [];
  const posted = new Set<Article>();
  for (const next of queue) {
    if (posted.has(next)) continue;
    const around = queue.filter((one) => one !== next).map((one) => (posted.has(one) ? { ...one, waits: false } : one));
    const fold = foldOf(next, around, most);
    messages.push(fold.length === 0 ? [next] : fold);
    for (const one of messages.at(-1) ?? []) posted.add(one);
  }
  return messages;
}

/** Those that stand in any five minutes with more than `most`. */
function burstsIn<Article extends Queued>(group: readonly Article[], most: number): Article[] {
  const sorted = group.toSorted((a, b) => a.at - b.at);
  const found = new Set<Article>();
  sorted.forEach((first, index) => {
    const last = sorted[index + most];
    if (last !== undefined && last.at - first.at < BURST_MS)
      for (const one of sorted.slice(index, index + most + 1)) found.add(one);
  });
  return [...found];
}

/** By what one author's articles are known: their page, else their name within the feed. */
export function authorKey({ authors, feedId }: Pick<StoredArticle, 'authors' | 'feedId'>): string | undefined {
  const [author] = authors;
  const name = foldAuthor(author?.name ?? '');
  return author?.url ?? (name === '' ? undefined : `${feedId} ${name}`);
}
