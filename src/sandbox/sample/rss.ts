import { escapeMarkup } from '../markup.ts';
import { articlePath, type SampleArticle } from './article.ts';

/**
 * An RSS 2.0 document in the shape that Forem, the software of dev.to, gives its feeds.
 *
 * @param articles in the order of the document: newest first.
 * @param baseUrl the sandbox's address, without a slash at its end.
 */
export function toRss(articles: readonly SampleArticle[], baseUrl: string): string {
  const address = escapeMarkup(baseUrl);
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>Herald’s Sample Feed</title>
    <description>Short articles for developers, published by Herald’s sandbox.</description>
    <link>${address}</link>
    <atom:link rel="self" type="application/rss+xml" href="${address}/sandbox/feed.xml"/>
    <language>en</language>
${articles.map((article) => rssItem(article, baseUrl)).join('')}  </channel>
</rss>
`;
}

function rssItem(article: SampleArticle, baseUrl: string): string {
  const link = escapeMarkup(baseUrl + articlePath(article));
  const tags = article.tags.map((tag) => `      <category>${escapeMarkup(tag)}</category>\n`).join('');
  return `    <item>
      <title>${escapeMarkup(article.title)}</title>
      <dc:creator>${escapeMarkup(article.author ?? '')}</dc:creator>
      <pubDate>${rfc822(article.publishedAt)}</pubDate>
      <link>${link}</link>
      <guid>${link}</guid>
      <description>${escapeMarkup(withPictureAddresses(article.html, baseUrl))}</description>
${tags}    </item>
`;
}

/** Forem's pictures are absolute, while its own links ("/t/ai") are not. */
function withPictureAddresses(html: string, baseUrl: string): string {
  return html.replaceAll('src="/', `src="${baseUrl}/`);
}

function rfc822(instant: number): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000');
}
