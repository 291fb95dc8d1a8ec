import { codePoints } from '../lib/text.ts';
import type { ArticleDigest } from '../model/article.ts';
import type { Feed } from '../model/feed.ts';
import { link } from './escape.ts';
import { excerpt } from './excerpt.ts';
import { titleOf } from './title.ts';

const MAX_TITLE = 120;

/**
 * An article's title in a list, bold and with its link.
 *
 * @param room in code points: when the address is longer, the title stands without.
 */
export function headline(article: ArticleDigest, feed: Pick<Feed, 'title' | 'url'>, room: number): string {
  const title = excerpt(titleOf(article, feed).title, MAX_TITLE);
  // Discord shows a link whose label holds an address as it was written, brackets and all.
  const linked = `**${link(title.replace(/https?:\/\//g, ''), article.link ?? '')}**`;
  return codePoints(linked) <= room ? linked : `**${title}**`;
}
