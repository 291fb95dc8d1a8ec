import { setTimeout } from 'node:timers/promises';
import type { FullDigest } from '../model/article.ts';
import type { Failure, Feed } from '../model/feed.ts';
import { readPage, type Page } from './page.ts';
import type { PollContext } from './refresh.ts';

/** What lies behind a feed's window. */
export type Walk =
  /** `complete`: nothing can have been missed. */
  | { readonly kind: 'walked'; readonly found: readonly FullDigest[]; readonly complete: boolean }
  /** A page could not be had now. */
  | { readonly kind: 'broken'; readonly found: readonly FullDigest[]; readonly failure: Failure };

const MOST_PAGES = 5;
const PAGE_REST_MS = 1_000;
const DAY_MS = 86_400_000;

/**
 * Follows a feed's older pages until one that shows a known article, or one from before the last poll that was answered: a feed
 * that names all its articles anew is not news from its beginning on.
 */
export async function walkBack(feed: Feed, window: Page, context: PollContext): Promise<Walk> {
  const seen = new Set(window.shown.map(({ key }) => key));
  const found: FullDigest[] = [];
  let repeats = 0;
  let page = window;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    if (isOld(page, feed)) return { kind: 'walked', found, complete: true };
    const { olderUrl } = page.news;
    if (olderUrl === undefined) break;
    await setTimeout(context.pageRestMs ?? PAGE_REST_MS);
    const step = await ask(olderUrl, feed, context);
    if (step.kind === 'end') return { kind: 'walked', found, complete: step.complete };
    if (step.kind === 'broken') return { ...step, found };
    const older = step.page;
    const fresh = older.shown.filter(({ key }) => !seen.has(key));
    if (older.shown.length === 0) return { kind: 'walked', found, complete: true };
    // A window out of an edge's cache can be a whole page behind the pages behind it; a server that doesn't know of pages, on the
    // other hand, answers the window again and again.
    if (fresh.length === 0 && repeats++ > 0) return { kind: 'walked', found, complete: false };
    for (const { key } of fresh) seen.add(key);
    const keys = new Set(fresh.map(({ key }) => key));
    found.push(...older.news.articles.filter((article) => keys.has(article.key) && !isPast(article, feed)));
    if (older.known.size > 0) return { kind: 'walked', found, complete: true };
    page = older;
  }
  return { kind: 'walked', found, complete: isOld(page, feed) };
}

/** A page, or the end of the pages: `complete` when there are none, not when they can't be read. */
type Step =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'end'; readonly complete: boolean }
  | { readonly kind: 'broken'; readonly failure: Failure };

async function ask(url: string, feed: Feed, context: PollContext): Promise<Step> {
  const outcome = await context.fetcher.fetch(url, { packed: true });
  switch (outcome.kind) {
    case 'fetched': {
      const read = await readPage(feed, outcome, context);
      if (read.kind === 'page') return read;
      return read.torn === true ? { kind: 'broken', failure: read } : { kind: 'end', complete: false };
    }
    case 'unchanged':
    case 'gone':
      return { kind: 'end', complete: outcome.kind === 'gone' };
    case 'failed': {
      const { status = 500 } = outcome;
      return status < 500 ? { kind: 'end', complete: status === 404 } : { kind: 'broken', failure: outcome };
    }
    case 'throttled':
      return { kind: 'broken', failure: outcome };
  }
}

/** The first article of a document is often one that stays at the top for ever. */
function isOld({ shown }: Page, feed: Feed): boolean {
  return shown.slice(1).some((article) => isPast(article, feed));
}

/** Published well before the last poll that was answered: a day is left for what appears late. */
function isPast({ published }: { readonly published: number | undefined }, feed: Feed): boolean {
  const answeredAt = feed.failingSince ?? feed.lastPolledAt ?? 0;
  return published !== undefined && published < answeredAt - DAY_MS;
}
