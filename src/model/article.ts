import { createHash } from 'node:crypto';

/** A person who wrote an article; `url` is the address of their page, when the feed or the link reveals it. */
export interface Author {
  readonly name: string;
  readonly url: string | undefined;
}

/** The form in which authors are compared: case, width and white space make no difference. */
export function foldAuthor(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
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

/** What tells whether a feed still shows an article as it did when it was read last. */
export interface Written {
  /** A checksum (CRC-32, signed) of all that the feed says of the article. */
  readonly fingerprint: number;
}

/** An article as its feed shows it. */
export interface Article extends ArticleFacts, Written {
  /** The body, with absolute links. */
  readonly html: string;
  /** All that the body says as plain text on one line; a search looks through it. */
  readonly text: string;
  /** HTML like the body, when the feed gives a short version beside it. */
  readonly summary?: string | undefined;
}

/** An article whose body has become Markdown in Discord's dialect: all that a post needs. */
export interface ArticleDigest extends ArticleFacts {
  readonly excerpt: string;
}

/** A digest with all that can be searched. */
export interface FullDigest extends ArticleDigest, Written {
  /** The whole body as plain text. */
  readonly text: string;
}

/** What a poll must know of an article in the store, to spare itself another look at it. */
export interface KnownArticle {
  /** Undefined: read by a Herald that noted none. */
  readonly fingerprint: number | undefined;
  /** Epoch milliseconds. */
  readonly published: number | undefined;
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

/** Sites run by Forem, where the first part of an article's path is its author: a name that its owner may change. */
export const FOREM_HOSTS: ReadonlySet<string> = new Set(['dev.to']);

export function isForem(address = ''): boolean {
  return FOREM_HOSTS.has(URL.parse(address)?.hostname ?? '');
}

/**
 * The second identity of an article: its title and its link, the latter without scheme, `www.`, tracking parameters, trailing
 * slash and, on Forem, author. So http beside https, a tag's feed beside the main feed, and an author's new account name are
 * seen to be the same article; the title keeps apart the articles of a feed that links them all to one page.
 *
 * @returns a hash, or undefined when the link says nothing about the article (none, or a site's front page).
 */
export function articleAlias(facts: Pick<ArticleFacts, 'link' | 'title'>): string | undefined {
  const url = facts.link === undefined ? null : URL.parse(facts.link);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  const host = url.host.replace(/^www\./, '');
  const path = url.pathname.replace(/\/+$/, '');
  const place = `${FOREM_HOSTS.has(host) ? path.replace(/^\/[^/]+(?=\/)/, '') : path}${url.search}${url.hash}`;
  return place === '' ? undefined : hash(`${host}${place}\n${facts.title.trim()}`);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * A document's articles in the order in which they are posted: oldest first. Feeds list the newest first; an article
 * without a date stays beside its neighbour.
 */
export function oldestFirst<Dated extends Pick<ArticleFacts, 'published'>>(articles: readonly Dated[]): Dated[] {
  let neighbour = -Infinity;
  const dated = articles.toReversed().map((article) => ({ article, at: (neighbour = article.published ?? neighbour) }));
  return dated.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ article }) => article);
}
