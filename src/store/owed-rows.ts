import type { Owed } from '../model/delivery.ts';
import { toArticle } from './article-rows.ts';
import type { Database } from './backend.ts';
import type { ArticleRow } from './schema.ts';

/** Deliveries with what is shown of them. */
export function owedRows(db: Database) {
  return db
    .selectFrom('deliveries')
    .innerJoin('articles', 'articles.id', 'deliveries.article_id')
    .innerJoin('feeds', 'feeds.id', 'articles.feed_id')
    .selectAll('articles')
    .select(['feeds.url as feed_url', 'feeds.title as feed_title', 'feeds.link as feed_link', 'feeds.icon'])
    .select(['deliveries.id as delivery_id', 'deliveries.fold_id']);
}

interface OwedRow extends ArticleRow {
  readonly delivery_id: number;
  readonly feed_url: string;
  readonly feed_title: string | null;
  readonly feed_link: string | null;
  readonly icon: string | null;
}

export function toOwed(row: OwedRow): Owed {
  const { feed_url: url, feed_title, feed_link, icon } = row;
  const feed = {
    id: row.feed_id,
    url,
    title: feed_title ?? undefined,
    link: feed_link ?? undefined,
    icon: icon ?? undefined,
  };
  return { id: row.delivery_id, article: toArticle(row), feed };
}
