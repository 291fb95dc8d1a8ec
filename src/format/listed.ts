import type { APIMessage } from 'discord-api-types/v10';
import type { StoredArticle } from '../model/article.ts';
import { BURST_REACH_MS } from '../model/fold.ts';
import { linkTarget } from './escape.ts';
import { foldHeading, saysMore, type Listed } from './fold.ts';
import { headline } from './headline.ts';

/**
 * Whether a message of ours is a list that has this article. What it leaves to its button can't be read: an article counts as
 * listed there when it is by the list's author, or in its feed, as old as the burst, and was tried before the list was posted.
 *
 * @param firstAt when the article was first tried, in epoch milliseconds.
 */
export function isListed(there: APIMessage, { article, feed }: Listed[number], firstAt: number): boolean {
  const [embed] = there.embeds;
  const text = embed === undefined ? there.content : `${embed.title}\n${embed.description}`;
  const [start = '', ...lines] = text.split('\n');
  const heading = start.replace(NEWEST, '').replace(/\*\*$/, '');
  const headings = [undefined, article.authors[0]].map((author) => foldHeading(0, feed, author).slice(1));
  if (!headings.some((end) => heading.endsWith(end))) return false;
  const target = linkTarget(article.link ?? '');
  const isShown = (line: string) =>
    line === headline(article, feed, 0) || (target !== undefined && line.includes(`](${target})**`));
  return (
    lines.some(isShown) ||
    (saysMore(lines.at(-1)) && Date.parse(there.timestamp) >= firstAt && isOfBurst(there, article))
  );
}

/** When the newest of the articles was published, behind the heading of a list without an embed; in seconds. */
const NEWEST = / · <t:(-?\d+):R>$/;

function isOfBurst({ embeds, content, timestamp }: APIMessage, { published }: StoredArticle): boolean {
  if (published === undefined) return false;
  const seconds = NEWEST.exec(content.split('\n', 1)[0] ?? '')?.[1];
  const newest = seconds === undefined ? Date.parse(embeds[0]?.timestamp ?? '') : Number(seconds) * 1000 + 999;
  // Only a list from before Herald named the time has none.
  if (Number.isNaN(newest)) return published <= Date.parse(timestamp);
  return published <= newest && published >= newest - 2 * BURST_REACH_MS;
}
