import { createHash } from 'node:crypto';

/** A person who wrote an article; `url` is the address of their page, when the feed or the link reveals it. */
export interface Author {
  readonly name: string;
  readonly url: string | undefined;
}

/** What is known of an article besides its body. Texts are plain (no HTML), addresses absolute. */
export interface ArticleFacts {
  /** The article's identity within its feed, see {@link articleKey}. */
  readonly key: string;
  /** May be empty: some feeds have none. */
  readonly title: string;
  readonly link: string | undefined;
  readonly authors: readonly Author[];
  /** As the feed wrote them; compare them with `foldTag`. */
  readonly tags: readonly string[];
  /** Epoch milliseconds. */
  readonly published: number | undefined;
  /** The article's own picture: never an avatar, an icon or a tracking pixel. */
  readonly image: string | undefined;
}

/** An article as its feed shows it. */
export interface Article extends ArticleFacts {
  /** The body, with absolute links. */
  readonly html: string;
}

/** An article whose body has become Markdown in Discord's dialect: all that a post needs. */
export interface ArticleDigest extends ArticleFacts {
  readonly excerpt: string;
}

/** An article in the store. */
export interface StoredArticle extends ArticleDigest {
  readonly id: number;
  readonly feedId: number;
  /** Epoch milliseconds. */
  readonly firstSeenAt: number;
}

const MAX_KEY_LENGTH = 512;

/**
 * The identity of an article within its feed: the id that the feed gives, else the link, else a hash of title and date.
 * Very long ids are hashed, so that a key always fits an index.
 */
export function articleKey(facts: {
  readonly id: string | undefined;
  readonly link: string | undefined;
  readonly title: string;
  readonly published: number | undefined;
}): string {
  const id = facts.id?.trim() ?? '';
  const link = facts.link?.trim() ?? '';
  const stated = id === '' ? link : id;
  if (stated === '') return hash(`${facts.title}\n${facts.published ?? ''}`);
  return stated.length > MAX_KEY_LENGTH ? hash(stated) : stated;
}

const TRACKING = /^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|_hsenc|_hsmi|ref_src)$/i;

/**
 * The second identity of an article: its link without scheme, `www.`, tracking parameters, fragment and trailing slash, so
 * that http beside https, or a tag's feed beside the main feed, is seen to be the same article.
 */
export function linkKey(link: string | undefined): string | undefined {
  const url = link === undefined ? null : URL.parse(link);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  const normal = `${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/+$/, '')}${url.search}`;
  return normal.length > MAX_KEY_LENGTH ? hash(normal) : normal;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
