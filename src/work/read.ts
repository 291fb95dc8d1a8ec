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
/**
 * How many articles are turned into Markdown, the newest: a post needs it. Of more, as in a podcast's archive of 2,000 at its
 * first poll, a second would not be enough.
 */
const DIGESTED = 100;
/** Of the others: what a list of search results shows. */
const SHORT = 300;

/** Reads a document, and makes of those of its articles that are not recorded what the store keeps. */
export async function readNews(source: Source, recorded: Recorded): Promise<ReadOutcome> {
  const known = remembering(recorded);
  const parsed = await parseFeed(source, known);
  if (parsed.kind === 'failed') return parsed;
  const { articles, ...document } = parsed.document;
  const keys = await known(articles.map(({ key }) => key));
  const unknown = articles.filter(({ key }) => !keys.has(key));
  const newest = new Set(oldestFirst(unknown).slice(-DIGESTED));
  const digests = unknown.map((article) => (newest.has(article) ? fullDigest(article) : shortDigest(article)));
  return { kind: 'feed', news: { ...document, articles: digests }, shown: articles.map(identityOf) };
}

/** Asks about each key once, and about not too many at a time. */
function remembering(recorded: Recorded): Recorded {
  const asked = new Set<string>();
  const known = new Set<string>();
  return async (keys) => {
    const others = keys.filter((key) => !asked.has(key));
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
