import type { FullDigest } from '../model/article.ts';
import { toArticle } from './article-rows.ts';
import type { Database } from './backend.ts';
import { forgetText, indexText } from './text-index.ts';

/** Brings the texts of articles that a feed has edited up to date: what a post shows of them, and what is found. */
export function rewriteArticles(
  db: Database,
  feedId: number,
  edited: readonly FullDigest[],
  now: number,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    for (const { key, excerpt, text } of edited) {
      const row = await trx
        .selectFrom('article_keys')
        .innerJoin('articles', 'articles.id', 'article_keys.article_id')
        .selectAll('articles')
        .where('article_keys.feed_id', '=', feedId)
        .where('article_keys.key', '=', key)
        .executeTakeFirst();
      if (row === undefined) continue;
      if (row.excerpt !== excerpt)
        await trx.updateTable('articles').set({ excerpt, changed_at: now }).where('id', '=', row.id).execute();
      await forgetText(trx, row.id);
      await indexText(trx, toArticle(row), text);
    }
  });
}
