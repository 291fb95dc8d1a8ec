import type { Database } from './backend.ts';
import { aliasesOf } from './expand.ts';
import { withAliases } from '../model/tag.ts';

/** Whose articles are looked through: those of a server's feeds, or of a member's own subscriptions by direct message. */
export type Scope =
  { readonly kind: 'server'; readonly serverId: string } | { readonly kind: 'member'; readonly memberId: string };

/** The feeds of a scope. */
export async function feedIdsOf(db: Database, scope: Scope): Promise<number[]> {
  const rows = await feedsOf(db, scope).execute();
  return rows.map(({ feed_id }) => feed_id);
}

/** The same as part of a query: naming hundreds of ids takes longer than finding them. */
export function feedsOf(db: Database, scope: Scope) {
  return scope.kind === 'server' ? ofServer(db, scope.serverId) : ofMember(db, scope.memberId);
}

/** A folded tag, and those that the scope's server takes for the same. */
export async function tagsMeant(db: Database, scope: Scope, tag: string): Promise<string[]> {
  return withAliases([tag], scope.kind === 'server' ? await aliasesOf(db, scope.serverId) : []);
}

function ofServer(db: Database, serverId: string) {
  return db.selectFrom('server_feeds').select('feed_id').where('server_id', '=', serverId);
}

/**
 * Only what comes to the member alone, and still does: who led a feed to a channel may have left its server since. Nobody tells
 * Herald that a member left; a member who did can be read on to for as long as direct messages reach them, and no longer.
 */
function ofMember(db: Database, memberId: string) {
  const own = db
    .selectFrom('subscriptions')
    .innerJoin('destinations', 'destinations.id', 'subscriptions.destination_id')
    .where('subscriptions.member_id', '=', memberId)
    .where('destinations.kind', '=', 'direct')
    .where('destinations.closed_at', 'is', null);
  return own
    .where('subscriptions.feed_id', 'is not', null)
    .select((is) => is.ref('subscriptions.feed_id').$notNull().as('feed_id'))
    .union(
      own
        .innerJoin('server_feeds', 'server_feeds.server_id', 'subscriptions.server_id')
        .where('subscriptions.feed_id', 'is', null)
        .select('server_feeds.feed_id'),
    );
}
