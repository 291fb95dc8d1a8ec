import { escapeMarkup } from '../markup.ts';
import type { SampleArticle } from './article.ts';

/** The page of an article. Its body is the article's own HTML: serve it under a policy that makes scripts inert. */
export function articlePage(article: SampleArticle): string {
  const title = escapeMarkup(article.title);
  const author = article.author === undefined ? '' : `${escapeMarkup(article.author)}, `;
  const published = new Date(article.publishedAt);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/sandbox/page.css">
</head>
<body class="article">
<p><a href="/">← Herald’s sandbox</a></p>
<h1 dir="auto">${title}</h1>
<p class="quiet">${author}<time datetime="${published.toISOString()}">${published.toUTCString()}</time></p>
<p class="quiet">${article.tags.map((tag) => `#${escapeMarkup(tag)}`).join(' ')}</p>
<article dir="auto">
${article.html}
</article>
</body>
</html>
`;
}
