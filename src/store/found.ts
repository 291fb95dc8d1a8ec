import type { StoredArticle } from '../model/article.ts';
import { toArticle } from './article-rows.ts';
import type { Database } from './backend.ts';
import { storiesOf, type Story } from './story.ts';

/** An article that was found. */
export interface Found {
  readonly article: StoredArticle;
  readonly feedTitle: string | undefined;
  /** Where the server can read it, if it was posted there. */
  readonly message: { readonly channelId: string; readonly messageId: string } | undefined;
  /** What became of it in the server's channels. */
  readonly stories: readonly Story[];
}

/** The articles of these ids, in their order. */
export async function found(db: Database, ids: readonly number[], serverId: string | undefined): Promise<Found[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('articles')
    .innerJoin('feeds', 'feeds.id', 'articles.feed_id')
    .selectAll('articles')
    .select('feeds.title as feed_title')
    .where('articles.id', 'in', ids)
    .execute();
  const stories = serverId === undefined ? [] : await storiesOf(db, ids, serverId);
  return ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id);
    if (row === undefined) return [];
    const article = toArticle(row);
    const feedTitle = row.feed_title ?? undefined;
    const own = stories.filter(({ articleId }) => articleId === id);
    return { article, feedTitle, message: messageOf(own), stories: own };
  });
}

function messageOf(stories: readonly Story[]): Found['message'] {
  const { destination, messageId } = stories.findLast((story) => story.messageId !== undefined) ?? {};
  if (destination === undefined || messageId === undefined) return undefined;
  // A post of a forum is a channel of its own, whose first message has its id.
  return { channelId: destination.kind === 'forum' ? messageId : destination.address, messageId };
}
