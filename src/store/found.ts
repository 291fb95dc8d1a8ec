import type { StoredArticle } from '../model/article.ts';
import { toArticle } from './article-rows.ts';
import type { Database } from './backend.ts';

/** An article that was found. */
export interface Found {
  readonly article: StoredArticle;
  readonly feedTitle: string | undefined;
  /** Where the server can read it, if it was posted there. */
  readonly message: { readonly channelId: string; readonly messageId: string } | undefined;
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
  const messages = serverId === undefined ? new Map<number, Found['message']>() : await posted(db, ids, serverId);
  return ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id);
    if (row === undefined) return [];
    const article = toArticle(row);
    const feedTitle = row.feed_title ?? undefined;
    return { article, feedTitle, message: messages.get(id) };
  });
}

async function posted(db: Database, ids: readonly number[], serverId: string): Promise<Map<number, Found['message']>> {
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('destinations', 'destinations.id', 'deliveries.destination_id')
    .select(['deliveries.article_id', 'deliveries.message_id', 'destinations.address', 'destinations.kind'])
    .where('deliveries.article_id', 'in', ids)
    .where('destinations.server_id', '=', serverId)
    .where('deliveries.state', '=', 'sent')
    .execute();
  return new Map(
    rows.flatMap(({ article_id, message_id: messageId, address, kind }) => {
      if (messageId === null) return [];
      // A post of a forum is a channel of its own, whose first message has its id.
      return [[article_id, { channelId: kind === 'forum' ? messageId : address, messageId }] as const];
    }),
  );
}
