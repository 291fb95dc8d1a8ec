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
  { readonly kind: 'feed'; readonly news: News } | { readonly kind: 'failed'; readonly reason: string };

/** By what an article is recognised, and an edit of it. */
export type Identity = Pick<ArticleFacts, 'key' | 'link' | 'title' | 'image' | 'published'>;

/** Answers which of these articles are known: their keys. */
export type Known = (articles: readonly Identity[]) => Promise<ReadonlySet<string>>;

/** How many articles are asked for at once: whoever answers does other things in between. */
const ASKED_AT_ONCE = 250;
/**
 * How many articles are turned into Markdown, the newest: a post needs it. Of more, as in a podcast's archive of 2,000 at its
 * first poll, a second would not be enough.
 */
const DIGESTED = 100;
/** Of the others: what a list of search results shows. */
const SHORT = 300;

/** Reads a document, and makes of its unknown articles what the store keeps. */
export async function readNews(source: Source, known: Known, recorded: Recorded): Promise<ReadOutcome> {
  const parsed = await parseFeed(source, (keys) => inSlices(keys, recorded));
  if (parsed.kind === 'failed') return parsed;
  const unknown = await unknownOf(parsed.document.articles, known);
  const newest = new Set(oldestFirst(unknown).slice(-DIGESTED));
  const articles = unknown.map((article) => (newest.has(article) ? fullDigest(article) : shortDigest(article)));
  return { kind: 'feed', news: { ...parsed.document, articles } };
}

async function unknownOf(articles: readonly Article[], known: Known): Promise<Article[]> {
  const keys = await inSlices(articles.map(identityOf), known);
  return articles.filter(({ key }) => !keys.has(key));
}

async function inSlices<T>(
  list: readonly T[],
  ask: (some: readonly T[]) => Promise<ReadonlySet<string>>,
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (let at = 0; at < list.length; at += ASKED_AT_ONCE)
    for (const key of await ask(list.slice(at, at + ASKED_AT_ONCE))) keys.add(key);
  return keys;
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
