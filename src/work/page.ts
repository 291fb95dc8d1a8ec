import type { Source } from '../feed/parse.ts';
import type { Feed } from '../model/feed.ts';
import type { Store } from '../store/index.ts';
import type { Identity, News } from './read.ts';
import type { Reader } from './reader.ts';

/** A document of a feed: its window, or a page with older articles. */
export interface Page {
  readonly news: News;
  /** All articles that it shows, in its order. */
  readonly shown: readonly Identity[];
  /** The keys of those that are known. */
  readonly known: ReadonlySet<string>;
}

export type PageOutcome =
  { readonly kind: 'page'; readonly page: Page } | { readonly kind: 'failed'; readonly reason: string };

/** Reads a document of a feed, and notes what of it is known. */
export async function readPage(
  feed: Feed,
  { body, contentType, url }: Source,
  { reader, store }: { readonly reader: Reader; readonly store: Store },
): Promise<PageOutcome> {
  const shown: Identity[] = [];
  const known = new Set<string>();
  const source = { body, contentType, url };
  const note = async (articles: readonly Identity[]) => {
    const keys = await store.articles.known(feed.id, articles);
    shown.push(...articles);
    for (const key of keys) known.add(key);
    return keys;
  };
  const recorded = (keys: readonly string[]) => store.articles.known(feed.id, keys.map(keyAlone));
  const read = await reader.read(source, note, recorded);
  return read.kind === 'failed' ? read : { kind: 'page', page: { news: read.news, shown, known } };
}

function keyAlone(key: string) {
  return { key, link: undefined, title: '' };
}

/**
 * Whether articles may lie between a feed's window and what is known of it: the window shows nothing known, besides perhaps the
 * one that many feeds keep at the top for ever.
 */
export function leavesGap(feed: Pick<Feed, 'baselinedAt' | 'articles'>, { shown, known, news }: Page): boolean {
  if (feed.baselinedAt === undefined || feed.articles === 0 || news.articles.length === 0) return false;
  return !shown.slice(1).some(({ key }) => known.has(key));
}
