import { setImmediate } from 'node:timers/promises';
import type { Source, Unreadable } from '../feed/parse.ts';
import { isForem, type FullDigest } from '../model/article.ts';
import type { Feed } from '../model/feed.ts';
import type { Store } from '../store/index.ts';
import type { News, Shown } from './read.ts';
import type { Reader } from './reader.ts';

/** A document of a feed: its window, or a page with older articles. */
export interface Page {
  /** The articles of it are those that are not known. */
  readonly news: News;
  /** Those that are known, which the feed writes otherwise than before. */
  readonly changed: readonly FullDigest[];
  /** All articles that it shows, in its order. */
  readonly shown: readonly Shown[];
  /** The keys of those that are known. */
  readonly known: ReadonlySet<string>;
}

export type PageOutcome = { readonly kind: 'page'; readonly page: Page } | Unreadable;

/** Reads a document of a feed, and notes what of it is known. */
export async function readPage(
  feed: Feed,
  { body, encoding, contentType, url }: Source,
  { reader, store }: { readonly reader: Reader; readonly store: Store },
): Promise<PageOutcome> {
  const recorded = (keys: readonly string[]) => store.articles.recorded(feed.id, keys);
  const newest = feed.articles > 0 ? await store.articles.newest(feed.id) : new Map<string, never>();
  const read = await reader.read({ body, encoding, contentType, url, newest }, recorded);
  if (read.kind === 'failed') return read;
  const { news, shown } = read;
  // Of a few the reader has asked nothing.
  const old = await recorded(news.articles.map(({ key }) => key));
  const articles = news.articles.filter(({ key }) => !old.has(key));
  const changed = news.articles.filter(
    ({ key, fingerprint }) => old.has(key) && old.get(key)?.fingerprint !== fingerprint,
  );
  const unknown = new Set(articles.map(({ key }) => key));
  const known = new Set(shown.map(({ key }) => key).filter((key) => !unknown.has(key)));
  const isNew = known.size === 0 && feed.articles > 0;
  const page = { news: { ...news, articles }, changed, shown, known };
  return { kind: 'page', page: isNew ? await recognised(feed, page, store) : page };
}

/** How many articles are looked up without letting the event loop go on. */
const BREATH = 250;

/** The page of a feed that gave all its articles new keys. (A single one that has a new key is noticed when it is recorded.) */
async function recognised(feed: Feed, page: Page, store: Store): Promise<Page> {
  const { articles } = page.news;
  const known = new Set<string>();
  for (let at = 0; at < articles.length; at += BREATH) {
    for (const key of await store.articles.known(feed.id, articles.slice(at, at + BREATH))) known.add(key);
    await setImmediate();
  }
  return { ...page, news: { ...page.news, articles: articles.filter(({ key }) => !known.has(key)) }, known };
}

/**
 * Whether articles may lie between a feed's window and what is known of it: the window shows nothing known, besides perhaps the
 * one that many feeds keep at the top for ever.
 */
export function leavesGap(feed: Pick<Feed, 'baselinedAt' | 'articles'>, { shown, known, news }: Page): boolean {
  if (feed.baselinedAt === undefined || feed.articles === 0 || news.articles.length === 0) return false;
  return !shown.slice(1).some(({ key }) => known.has(key));
}

/** How often a page behind a window that shows nothing missing is looked at all the same. */
const LOOK_MS = 3_600_000;

/**
 * Whether late articles may stand behind a window that shows known ones. So it is when its last article is new: others have come
 * below it. And Forem's scores let articles in hours late, when a busy site's window spans minutes: there the first window of an
 * hour that is news is worth a second page.
 */
export function mayHideLate(feed: Pick<Feed, 'articles' | 'lastPolledAt'>, page: Page, now: number): boolean {
  const { shown, known, news } = page;
  const last = shown.at(-1);
  if (feed.articles === 0 || news.olderUrl === undefined || last === undefined) return false;
  const isNewHour = Math.floor(now / LOOK_MS) > Math.floor((feed.lastPolledAt ?? 0) / LOOK_MS);
  return !known.has(last.key) || (isNewHour && isForem(news.link));
}
