import type { Recorded } from '../feed/formats/index.ts';
import { parseFeed, type Source } from '../feed/parse.ts';
import { escapeWithin } from '../format/escape.ts';
import { digest } from '../format/excerpt.ts';
import { plainText } from '../format/plain.ts';
import { oldestFirst, type Article, type ArticleFacts, type FullDigest } from '../model/article.ts';
import type { FeedDocument } from '../model/feed.ts';

/** A document, and those of its articles that are not known. */
export interface News extends Omit<FeedDocument, 'articles'> {
  /** In the document's order. */
  readonly articles: readonly FullDigest[];
}

/** What reading a document came to. `reason` is a sentence that an admin reads. */
export type ReadOutcome =
  | {
      readonly kind: 'feed';
      readonly news: News;
      /** All articles, in its order. */ readonly shown: readonly Identity[];
    }
  | { readonly kind: 'failed'; readonly reason: string };

/** By what an article is recognised, and an edit of it. */
export type Identity = Pick<ArticleFacts, 'key' | 'link' | 'title' | 'image' | 'published'>;

/** How many articles are asked for at once: whoever answers does other things in between. */
const ASKED_AT_ONCE = 250;
/** To read so many articles in vain costs less than a question, which wakes two threads. */
const FEW = 3;
/**
 * How many articles are turned into Markdown, the newest: a post needs it. Of more, as in a podcast's archive of 2,000 at its
 * first poll, a second would not be enough.
 */
const DIGESTED = 100;
/** Of the others: what a list of search results shows. */
const SHORT = 300;

/**
 * Reads a document, and makes of those of its articles that are not recorded what the store keeps.
 *
 * @param newest keys that are recorded. Of a few others nothing is asked: they are likely new.
 */
export async function readNews(source: Source, recorded: Recorded, newest: readonly string[]): Promise<ReadOutcome> {
  const known = remembering(recorded, newest);
  const parsed = await parseFeed(source, known);
  if (parsed.kind === 'failed') return parsed;
  const { articles, ...document } = parsed.document;
  const keys = await known(articles.map(({ key }) => key));
  const unknown = articles.filter(({ key }) => !keys.has(key));
  const digested = new Set(oldestFirst(unknown).slice(-DIGESTED));
  const digests = unknown.map((article) => (digested.has(article) ? fullDigest(article) : shortDigest(article)));
  return { kind: 'feed', news: { ...document, articles: digests }, shown: articles.map(identityOf) };
}

/** Asks about each key once, and about not too many at a time. */
function remembering(recorded: Recorded, newest: readonly string[]): Recorded {
  const asked = new Set(newest);
  const known = new Set(newest);
  return async (keys) => {
    const others = keys.filter((key) => !asked.has(key));
    if (others.length <= FEW) return known;
    for (let at = 0; at < others.length; at += ASKED_AT_ONCE) {
      const some = others.slice(at, at + ASKED_AT_ONCE);
      for (const key of some) asked.add(key);
      for (const key of await recorded(some)) known.add(key);
    }
    return known;
  };
}

function identityOf({ key, link, title, image, published }: Article): Identity {
  return { key, link, title, image, published };
}

function fullDigest(article: Article): FullDigest {
  return { ...digest(article), text: plainText(article.html) };
}

function shortDigest({ html, ...facts }: Article): FullDigest {
  const text = plainText(html);
  return { ...facts, excerpt: escapeWithin(text, SHORT), text };
}
