import { withAliases, type Alias } from '../model/tag.ts';
import { chunks, type Database } from './backend.ts';
import { EVERY_TAG } from './match.ts';
import type { SubscriptionRow } from './schema.ts';
import { tagsOf } from './subscription-rows.ts';

/** What an article is matched by. */
type Marked = Pick<SubscriptionRow, 'id' | 'feed_id' | 'server_id' | 'tags' | 'except_tags'>;

/** Writes anew the marks that lead from an article's tags to these subscriptions of one server, its aliases among them. */
export async function expandTags(
  db: Database,
  serverId: string | undefined,
  subscriptions: readonly Marked[],
): Promise<void> {
  const aliases = serverId === undefined ? [] : await aliasesOf(db, serverId);
  const marks = subscriptions.flatMap((row) => {
    const [tags, except] = [tagsOf(row.tags), tagsOf(row.except_tags)].map((list) => withAliases(list, aliases));
    const wanted = tags === undefined || tags.length === 0 ? [EVERY_TAG] : tags;
    const scope = { feed_id: row.feed_id, server_id: row.feed_id === null ? row.server_id : null };
    const mark = (tag: string, wanted: 0 | 1) => ({ subscription_id: row.id, ...scope, tag, wanted });
    return [...wanted.map((tag) => mark(tag, 1)), ...(except ?? []).map((tag) => mark(tag, 0))];
  });
  for (const some of chunks(subscriptions)) {
    const ids = some.map(({ id }) => id);
    await db.deleteFrom('subscription_tags').where('subscription_id', 'in', ids).execute();
  }
  for (const some of chunks(marks, 5)) await db.insertInto('subscription_tags').values(some).execute();
}

/** The same for all subscriptions of a server. */
export async function expandServer(db: Database, serverId: string): Promise<void> {
  const rows = await db
    .selectFrom('subscriptions')
    .select(['id', 'feed_id', 'server_id', 'tags', 'except_tags'])
    .where('server_id', '=', serverId)
    .execute();
  await expandTags(db, serverId, rows);
}

/** The aliases of a server, by tag. */
export async function aliasesOf(db: Database, serverId: string): Promise<Alias[]> {
  return await db
    .selectFrom('tag_aliases')
    .select(['tag', 'means'])
    .where('server_id', '=', serverId)
    .orderBy('tag')
    .execute();
}
