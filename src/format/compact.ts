import type { APIEmbed } from 'discord-api-types/v10';
import type { ArticleDigest } from '../model/article.ts';
import type { Feed } from '../model/feed.ts';
import { articleEmbed } from './embed.ts';
import { excerpt } from './excerpt.ts';
import { SHOWN } from './limits.ts';
import { proseOf } from './lines.ts';
import { withoutPictures } from './rules/pictures.ts';
import { titleOf } from './title.ts';

/** What is nothing in the middle of a line: headings and rules. */
const APART = /^(?:#{1,3} |⁂)/;
const BLOCK_MARK = /^(?:> |\s*(?:[-*]|\d+\.) |-# )+/;

/** The card in little: title, author, a line or two of text, the picture as a thumbnail, feed and time. */
export function compactEmbed(article: ArticleDigest, feed: Pick<Feed, 'url' | 'title' | 'link'>): APIEmbed {
  const { image, ...card } = articleEmbed(article, feed);
  delete card.fields;
  delete card.description;
  const description = firstWords(titleOf(article, feed).text);
  return { ...card, ...(description !== '' && { description }), ...(image && { thumbnail: image }) };
}

/** The beginning of a text on one line, without its code and pictures. */
function firstWords(markdown: string): string {
  const prose = proseOf(markdown).filter((line) => !APART.test(line));
  const words = prose.map((line) => withoutPictures(line) ?? '');
  const line = words.map((each) => each.replace(BLOCK_MARK, '').trim()).join(' ');
  return excerpt(line.replace(/ {2,}/g, ' '), SHOWN.description, { maxVisible: SHOWN.compactLetters });
}
