import { createHash } from 'node:crypto';

import { sql } from 'kysely';

import type { Notice } from '../model/notice.ts';
import type { Backend, Database } from './backend.ts';
import type { Claim } from './lease.ts';

/** What nobody could be told of for so long is told no more. */
const KEPT_MS = 7 * 86_400_000;

/** Owes the admins of each server that has a feed a word that it was given up; in the transaction that gives it up. */
export async function noteFeed(db: Database, feedId: number, reason: string, now: number): Promise<void> {
  await db
    .insertInto('notices')
    .columns(['server_id', 'feed_id', 'reason', 'created_at', 'next_send_at'])
    .expression(
      db
        .selectFrom('server_feeds')
        .where('feed_id', '=', feedId)
        .select(['server_id', 'feed_id', sql<string>`cast(${reason} as text)`.as('reason')])
        .select([sql<number>`cast(${now} as bigint)`.as('created_at'), sql<number>`cast(${now} as bigint)`.as('due')]),
    )
    .execute();
}

/** Owes the admins of a closed channel's server a word; in the transaction that closes it. */
export async function noteChannel(db: Database, destinationId: number, reason: string, now: number): Promise<void> {
  const closed = await db
    .selectFrom('destinations')
    .select(['server_id', 'address'])
    .where('id', '=', destinationId)
    .executeTakeFirst();
  if (closed === undefined || closed.server_id === null) return;
  const { server_id, address } = closed;
  const row = { server_id, channel_id: address, reason, created_at: now, next_send_at: now };
  await db.insertInto('notices').values(row).execute();
}

/** Leases notices that are due, of servers that have chosen a channel for them. */
export function claimDueNotices({ db, skipsLocked }: Backend, { now, leaseMs, limit }: Claim): Promise<Notice[]> {
  return db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('notices')
      .where('created_at', '<', now - KEPT_MS)
      .execute();
    const rows = await trx
      .selectFrom('notices')
      .innerJoin('servers', 'servers.id', 'notices.server_id')
      .leftJoin('feeds', 'feeds.id', 'notices.feed_id')
      .leftJoin('articles', 'articles.id', 'notices.article_id')
      .select(['notices.id', 'notices.server_id', 'notices.channel_id', 'notices.reason', 'notices.created_at'])
      .select(['servers.notices_channel', 'feeds.id as feed_id', 'feeds.title', 'feeds.url', 'feeds.link'])
      .select(['articles.title as article_title', 'articles.link as article_link'])
      .where('notices.next_send_at', '<=', now)
      .where((is) => is.or([is('notices.claimed_until', 'is', null), is('notices.claimed_until', '<=', now)]))
      .where('servers.notices_channel', 'is not', null)
      .orderBy('notices.next_send_at')
      .limit(limit)
      .$if(skipsLocked, (query) => query.forUpdate(['notices']).skipLocked())
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0)
      await trx
        .updateTable('notices')
        .set({ claimed_until: now + leaseMs })
        .where('id', 'in', ids)
        .execute();
    return rows.map(toNotice);
  });
}

/** Ends a notice: it was told, or can't be. */
export async function endNotice(db: Database, id: number): Promise<void> {
  await db.deleteFrom('notices').where('id', '=', id).execute();
}

/** Lets a notice wait. */
export async function delayNotice(db: Database, id: number, until: number): Promise<void> {
  await db.updateTable('notices').set({ next_send_at: until, claimed_until: null }).where('id', '=', id).execute();
}

interface NoticeRow {
  readonly id: number;
  readonly server_id: string;
  readonly notices_channel: string | null;
  readonly channel_id: string | null;
  readonly reason: string;
  readonly created_at: number;
  readonly feed_id: number | null;
  readonly article_title: string | null;
  readonly article_link: string | null;
  readonly title: string | null;
  readonly url: string | null;
  readonly link: string | null;
}

function toNotice(row: NoticeRow): Notice {
  const identity = JSON.stringify([row.server_id, row.channel_id, row.url, row.created_at, row.article_title]);
  return {
    id: row.id,
    to: row.notices_channel ?? '',
    nonce: createHash('sha256').update(identity).digest('base64url').slice(0, 25),
    reason: row.reason,
    about: aboutOf(row),
  };
}

function aboutOf(row: NoticeRow): Notice['about'] {
  const channelId = row.channel_id ?? '';
  if (row.feed_id !== null) {
    const { feed_id: id, title, url, link } = row;
    return { kind: 'feed', feed: { id, title: title ?? undefined, url: url ?? '', link: link ?? undefined } };
  }
  if (row.article_title === null) return { kind: 'channel', channelId };
  return { kind: 'article', channelId, title: row.article_title, link: row.article_link ?? undefined };
}

/** Notices, bound to a database. */
export function noticesIn(backend: Backend) {
  const { db } = backend;
  return {
    claimDue: (claim: Claim) => claimDueNotices(backend, claim),
    end: (id: number) => endNotice(db, id),
    delay: (id: number, until: number) => delayNotice(db, id, until),
  };
}
