import type { APIEmbed } from 'discord-api-types/v10';
import { oneLine, truncate } from '../lib/text.ts';
import type { ArticleDigest } from '../model/article.ts';
import type { Feed } from '../model/feed.ts';
import { colourOf } from './colour.ts';
import { linkUrl } from './escape.ts';
import { excerpt } from './excerpt.ts';
import { bold } from './inline.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { rewriteProse } from './lines.ts';
import { NAMELESS, PICTURE, withoutPictures } from './rules/pictures.ts';
import { tagLine } from './tags.ts';
import { titleOf } from './title.ts';

/** An article as a card: title, author, the beginning of its text, tags, picture, feed and time. */
export function articleEmbed(article: ArticleDigest, feed: Pick<Feed, 'url' | 'title' | 'link'>): APIEmbed {
  const { title, text } = titleOf(article, feed);
  const url = linkUrl(article.link);
  const image = linkUrl(article.image);
  const short = shortText(text);
  // The picture itself stands below.
  const description = image !== undefined && short === `${PICTURE}[${NAMELESS}](${image})` ? '' : short;
  const author = authorOf(article);
  const tags = tagLine(article);
  const published = timestamp(article.published);
  const footer = feedName(feed);
  return {
    title,
    color: colourOf(feed.url),
    ...(url !== undefined && { url }),
    ...(description !== '' && { description }),
    ...(author && { author }),
    ...(tags !== undefined && { fields: [{ name: 'Tags', value: tags }] }),
    ...(image !== undefined && { image: { url: image } }),
    ...(footer !== '' && { footer: { text: footer } }),
    ...(published !== undefined && { timestamp: published }),
  };
}

/** What a reader of a busy channel sees of a text: headings no louder than the title, pictures left to the embed's own. */
function shortText(markdown: string): string {
  const quiet = rewriteProse(markdown, (line) => line.replace(/^#{1,3} (.*)$/, (_, heading: string) => bold(heading)));
  const words = rewriteProse(quiet, withoutPictures);
  return excerpt(words || quiet, SHOWN.description, { maxVisible: SHOWN.letters, maxLines: SHOWN.lines });
}

function authorOf({ authors }: ArticleDigest): APIEmbed['author'] {
  const names = authors.map(({ name }) => oneLine(name)).filter((name) => name !== '');
  if (names.length === 0) return undefined;
  const others = names.length - SHOWN.authors;
  const shown = names.slice(0, SHOWN.authors).join(', ') + (others > 0 ? ` and ${others} more` : '');
  const url = authors.length === 1 ? linkUrl(authors[0]?.url) : undefined;
  return { name: truncate(shown, LIMITS.author), ...(url !== undefined && { url }) };
}

/** What a feed is called, in plain text on one line; its site's name, when it has none. */
export function feedName({ title, link, url }: Pick<Feed, 'url' | 'title' | 'link'>): string {
  const name = oneLine(title ?? '') || (URL.parse(link ?? url)?.hostname.replace(/^www\./, '') ?? '');
  return truncate(name, SHOWN.footer);
}

/** Discord takes years of four digits. */
export function timestamp(published: number | undefined): string | undefined {
  const date = new Date(published ?? Number.NaN);
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString() : undefined;
}
