import { sql } from 'kysely';

import { articleAlias, foldAuthor, type StoredArticle } from '../model/article.ts';
import { foldTags } from '../model/tag.ts';
import { chunks, type Database } from './backend.ts';

/** The tag that stands for "every article": no folded tag is empty. */
export const EVERY_TAG = '';

/** How many subscriptions are looked at without letting the event loop go on: some 10 ms of work. */
const PAGE = 500;

/** Subscriptions that may want an article: some of those to one of its tags, by id. */
export type Candidates = readonly number[];

/** Those of the tags that some subscription wants of a feed: most tags of most articles are nobody's. */
export async function wantedTags(db: Database, feedId: number, tags: ReadonlySet<string>): Promise<Set<string>> {
  const wanted = new Set<string>();
  for (const some of chunks([...tags])) {
    const { rows } = await sql<{ tag: string }>`
      with asked (tag) as (values ${sql.join(some.map((tag) => sql`(${tag})`))})
      select tag from asked where exists (
        select 1 from subscription_tags as own
        where own.feed_id = ${feedId} and own.tag = asked.tag and own.wanted = 1
      ) or exists (
        select 1 from server_feeds cross join subscription_tags as servers on servers.server_id = server_feeds.server_id
        where server_feeds.feed_id = ${feedId} and server_feeds.paused_at is null
          and servers.tag = asked.tag and servers.wanted = 1
      )`.execute(db);
    for (const { tag } of rows) wanted.add(tag);
  }
  return wanted;
}

/**
 * The subscriptions to a tag that an article of a feed may concern, page after page: those to the feed itself, then those to
 * every feed of a server that has it.
 */
export async function* candidatesFor(db: Database, feedId: number, tag: string): AsyncGenerator<Candidates> {
  let after = 0;
  for (let page = PAGE; page === PAGE;) {
    const ids = await toFeed(db, feedId, tag, after);
    if (ids.length > 0) yield ids;
    after = ids.at(-1) ?? 0;
    page = ids.length;
  }
  let last = { server_id: '', subscription_id: 0 };
  for (let page = PAGE; page === PAGE;) {
    const rows = await toServers(db, feedId, tag, last);
    if (rows.length > 0) yield rows.map(({ subscription_id }) => subscription_id);
    last = rows.at(-1) ?? last;
    page = rows.length;
  }
}

async function toFeed(db: Database, feedId: number, tag: string, after: number): Promise<number[]> {
  const rows = await db
    .selectFrom('subscription_tags')
    .select('subscription_id')
    .where('feed_id', '=', feedId)
    .where('tag', '=', tag)
    .where('wanted', '=', 1)
    .where('subscription_id', '>', after)
    .orderBy('subscription_id')
    .limit(PAGE)
    .execute();
  return rows.map(({ subscription_id }) => subscription_id);
}

function toServers(db: Database, feedId: number, tag: string, after: { server_id: string; subscription_id: number }) {
  return db
    .selectFrom('server_feeds')
    .innerJoin('subscription_tags', 'subscription_tags.server_id', 'server_feeds.server_id')
    .where('server_feeds.feed_id', '=', feedId)
    .where('server_feeds.paused_at', 'is', null)
    .where('tag', '=', tag)
    .where('wanted', '=', 1)
    .where('server_feeds.server_id', '>=', after.server_id)
    .where((is) =>
      is.or([is('server_feeds.server_id', '>', after.server_id), is('subscription_id', '>', after.subscription_id)]),
    )
    .select(['server_feeds.server_id', 'subscription_id'])
    .orderBy('server_feeds.server_id')
    .orderBy('subscription_id')
    .limit(PAGE)
    .execute();
}

/** Those of the candidates that do want the article. Tags are compared in subscription_tags, as `wants` compares them. */
export function wishesOf(db: Database, article: StoredArticle, candidates: Candidates) {
  return named(db, article, candidates)
    .where((is) => is.not(is.exists(exceptions(db, article))))
    .where((is) => is.not(is.exists(pauses(db, article))));
}

/** Those of the candidates that would want the article, were it not for a rule. */
export function keptBackBy(db: Database, article: StoredArticle, candidates: Candidates) {
  const rules = [exceptions(db, article), pauses(db, article), twins(db, article)];
  return named(db, article, candidates).where((is) => is.or(rules.map((rule) => is.exists(rule))));
}

/** The rule that keeps the article back from the subscription of the row, in a sentence for its admins. */
export function reasonFor(db: Database, article: StoredArticle) {
  const excepted = exceptions(db, article).orderBy('excepted.tag').limit(1);
  return sql<string>`coalesce(
    'It has the tag ' || ${excepted} || ', which is excepted there.',
    case when exists ${pauses(db, article)} then 'Its feed was paused.' else 'It came there by another feed already.' end
  )`;
}

/** The candidates that take any author, or one of the article's. */
function named(db: Database, article: StoredArticle, candidates: Candidates) {
  const authors = article.authors.map(({ name }) => foldAuthor(name));
  return db
    .selectFrom('subscriptions')
    .where('subscriptions.id', 'in', candidates)
    .where((is) => is.or([is('author', 'is', null), ...(authors.length > 0 ? [is('author', 'in', authors)] : [])]));
}

/** Tags that the subscription of the row keeps back. */
function exceptions(db: Database, article: StoredArticle) {
  return db
    .selectFrom('subscription_tags as excepted')
    .select('excepted.tag')
    .where('excepted.subscription_id', '=', sql.ref<number>('subscriptions.id'))
    .where('excepted.wanted', '=', 0)
    .where('excepted.tag', 'in', [EVERY_TAG, ...foldTags(article.tags)]);
}

/** Whether the server of the row pauses the article's feed. */
function pauses(db: Database, article: StoredArticle) {
  return db
    .selectFrom('server_feeds')
    .select('server_feeds.feed_id')
    .where('server_feeds.server_id', '=', sql.ref<string>('subscriptions.server_id'))
    .where('server_feeds.feed_id', '=', article.feedId)
    .where('server_feeds.paused_at', 'is not', null);
}

/** Deliveries of the same article, come by another feed, to the destination of the row. */
export function twins(db: Database, article: StoredArticle) {
  return db
    .selectFrom('articles as twin')
    .innerJoin('deliveries', 'deliveries.article_id', 'twin.id')
    .select('twin.id')
    .where('twin.alias', '=', articleAlias(article) ?? null)
    .where('twin.id', '!=', article.id)
    .where('deliveries.state', '!=', 'skipped')
    .where('deliveries.destination_id', '=', sql.ref<number>('subscriptions.destination_id'));
}
