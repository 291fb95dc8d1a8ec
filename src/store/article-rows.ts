import { articleAlias, type FullDigest, type StoredArticle } from '../model/article.ts';
import type { ArticleRow } from './schema.ts';

export function toColumns(article: Omit<FullDigest, 'text'>, feedId: number, now: number) {
  return {
    feed_id: feedId,
    key: article.key,
    alias: articleAlias(article) ?? null,
    title: article.title,
    link: article.link ?? null,
    authors: JSON.stringify(article.authors),
    tags: JSON.stringify(article.tags),
    published: article.published ?? null,
    image: article.image ?? null,
    excerpt: article.excerpt,
    fingerprint: article.fingerprint,
    first_seen_at: now,
  };
}

export function toArticle(row: ArticleRow): StoredArticle {
  return {
    id: row.id,
    feedId: row.feed_id,
    key: row.key,
    title: row.title,
    link: row.link ?? undefined,
    authors: authorsOf(row.authors),
    tags: JSON.parse(row.tags) as StoredArticle['tags'],
    published: row.published ?? undefined,
    image: row.image ?? undefined,
    excerpt: row.excerpt,
    firstSeenAt: row.first_seen_at,
  };
}

export function authorsOf(json: string): StoredArticle['authors'] {
  const authors = JSON.parse(json) as { name: string; url?: string }[]; // Written by toColumns; JSON drops what is undefined.
  return authors.map(({ name, url }) => ({ name, url }));
}
