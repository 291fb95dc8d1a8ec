import type { Database } from './backend.ts';

/** Whether an article's page may be asked for a picture: once. */
export async function mayAskPage(db: Database, articleId: number, now: number): Promise<boolean> {
  const asked = await db
    .insertInto('article_pages')
    .values({ article_id: articleId, asked_at: now })
    .onConflict((conflict) => conflict.column('article_id').doNothing())
    .returning('article_id')
    .executeTakeFirst();
  return asked !== undefined;
}

/** Gives an article the picture of its page; one that its feed has named meanwhile stays. */
export async function illustrateArticle(db: Database, articleId: number, image: string): Promise<void> {
  await db.updateTable('articles').set({ image }).where('id', '=', articleId).where('image', 'is', null).execute();
}
