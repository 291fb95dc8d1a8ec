import { oneLine, truncate } from '../lib/text.ts';
import type { ArticleDigest } from '../model/article.ts';
import type { Feed } from '../model/feed.ts';
import { escapeWithin } from './escape.ts';
import { plain } from './inline.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { FENCE } from './lines.ts';

/** A title, and the text that is left to show below it. */
interface Titled {
  readonly title: string;
  readonly text: string;
}

/** An article's title; one without (a note, a picture) borrows its first words, else its address, else the feed's name. */
export function titleOf(article: ArticleDigest, feed: Pick<Feed, 'title' | 'url'>): Titled {
  const { title, text } = plainTitled(article, feed);
  return { title: escapeWithin(title, LIMITS.title), text };
}

/** The same title in plain text, on one line of any length. */
export function plainTitleOf(article: ArticleDigest, feed: Pick<Feed, 'title' | 'url'>): string {
  return plainTitled(article, feed).title;
}

function plainTitled(article: ArticleDigest, feed: Pick<Feed, 'title' | 'url'>): Titled {
  const own = oneLine(article.title);
  if (own !== '') return { title: own, text: article.excerpt };
  const lines = article.excerpt.split('\n');
  const at = lines.findIndex((line) => wordsOf(line) !== '');
  const words = wordsOf(lines[at] ?? '');
  const borrowed = truncate(words, SHOWN.borrowedTitle);
  // A line that is a title whole need not be read twice.
  const text =
    words !== '' && borrowed === words
      ? lines
          .slice(at + 1)
          .join('\n')
          .trim()
      : article.excerpt;
  const title = borrowed || placeOf(article.link) || oneLine(feed.title ?? '') || placeOf(feed.url) || 'New article';
  return { title, text };
}

function wordsOf(line: string): string {
  return FENCE.test(line) ? '' : oneLine(plain(line.replace(/^(?:> |\s*(?:-|\d+\.) |#{1,3} |-# )+/, '')));
}

function placeOf(address: string | undefined): string {
  const url = URL.parse(address ?? '');
  if (url === null || !/^https?:$/.test(url.protocol)) return '';
  return truncate(url.hostname.replace(/^www\./, '') + (url.pathname === '/' ? '' : url.pathname), SHOWN.borrowedTitle);
}

/** Many bodies begin with the article's title once more, and some are nothing else. */
export function withoutTitle(markdown: string, title: string): string {
  const [first = '', ...others] = markdown.split('\n');
  const isHeading = others.length === 0 || /^(?:#{1,3} |\*\*)/.test(first);
  const heading = isHeading ? oneLine(plain(first.replace(/^#+ /, ''))) : '';
  return heading !== '' && heading.toLowerCase() === oneLine(title).toLowerCase() ? others.join('\n').trim() : markdown;
}
