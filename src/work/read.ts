import type { Recorded } from '../feed/formats/index.ts';
import { parseFeed, type Source, type Unreadable } from '../feed/parse.ts';
import { escapeWithin } from '../format/escape.ts';
import { digest } from '../format/excerpt.ts';
import { oldestFirst, type Article, type ArticleFacts, type FullDigest, type KnownArticle } from '../model/article.ts';
import type { FeedNews } from '../model/feed.ts';

/** A document, and those of its articles that are new or that the feed writes otherwise than before. */
export interface News extends Omit<FeedNews, 'articles' | 'keys'> {
  /** In the document's order. */
  readonly articles: readonly FullDigest[];
}

/** What reading a document came to. */
export type ReadOutcome =
  | {
      readonly kind: 'feed';
      readonly news: News;
      /** All articles, in the document's order. */
      readonly shown: readonly Shown[];
    }
  | Unreadable;

/** An article that a document shows, whether or not it was read. */
export type Shown = Pick<ArticleFacts, 'key' | 'published'>;

/** Articles that are recorded, by their keys. */
export type Known = ReadonlyMap<string, KnownArticle>;

/** How many articles are asked for at once: whoever answers does other things in between. */
const ASKED_AT_ONCE = 250;
/** To read so many articles in vain costs less than a question, which wakes two threads. */
const FEW = 3;
/**
 * How many articles are turned into Markdown, the newest, and new ones first: a post needs it. Of more, as in a podcast's archive
 * of 2,000 at its first poll, a second would not be enough.
 */
const DIGESTED = 100;
/** Of the others: what a list of search results shows. */
const SHORT = 300;

/**
 * Reads a document, and makes of those of its articles that are not recorded as it writes them what the store keeps.
 *
 * @param newest articles that are recorded. Of a few others nothing is asked: they are likely new.
 */
export async function readNews(source: Source, recorded: Recorded, newest: Known): Promise<ReadOutcome> {
  const ask = remembering(recorded, newest);
  const parsed = await parseFeed(source, ask);
  if (parsed.kind === 'failed') return parsed;
  const { articles, keys, ...document } = parsed.document;
  const known = await ask(keys);
  const read = new Map(articles.map((article) => [article.key, article]));
  const shown = keys.map((key) => ({ key, published: (read.get(key) ?? known.get(key))?.published }));
  const others = articles.filter(({ key, fingerprint }) => known.get(key)?.fingerprint !== fingerprint);
  const { fresh = [], changed = [] } = Object.groupBy(others, ({ key }) => (known.has(key) ? 'changed' : 'fresh'));
  const digested = new Set([...oldestFirst(changed), ...oldestFirst(fresh)].slice(-DIGESTED));
  // A known one waits until there is room for the whole of it: the beginning alone would be taken for an edit.
  const told = others.filter((article) => digested.has(article) || !known.has(article.key));
  const digests = told.map((article) => (digested.has(article) ? digest(article) : shortDigest(article)));
  return { kind: 'feed', news: { ...document, articles: digests }, shown };
}

/** Asks about each key once, and about not too many at a time. */
function remembering(recorded: Recorded, newest: Known): Recorded {
  const asked = new Set(newest.keys());
  const known = new Map(newest);
  return async (keys) => {
    const others = keys.filter((key) => !asked.has(key));
    if (others.length <= FEW) return known;
    for (let at = 0; at < others.length; at += ASKED_AT_ONCE) {
      const some = others.slice(at, at + ASKED_AT_ONCE);
      for (const key of some) asked.add(key);
      for (const [key, article] of await recorded(some)) known.set(key, article);
    }
    return known;
  };
}

function shortDigest({ html, summary, ...facts }: Article): FullDigest {
  return { ...facts, excerpt: escapeWithin(facts.text, SHORT) };
}
