import type { StoredArticle } from '../model/article.ts';
import { foldTag } from '../model/tag.ts';
import type { Database } from './backend.ts';
import { found, type Found } from './found.ts';
import { isContradiction, matchOf, parseQuery, wordsOf, type Query } from './query.ts';
import { feedIdsOf, tagsMeant, type Scope } from './scope.ts';
import { scoresOf } from './scores.ts';
import { RANKED, areMany, newestHits, type Hit, type Wanted } from './text-index.ts';
import { authorToken, feedToken, tagToken } from './tokens.ts';

/** What narrows a search. */
export interface Filter {
  readonly scope: Scope;
  readonly tag?: string | undefined;
  readonly author?: string | undefined;
  readonly feedId?: number | undefined;
  /** Published then or later; epoch milliseconds. */
  readonly since?: number | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** A page of articles, and whether there are more. */
export interface FoundPage {
  readonly hits: readonly Found[];
  /** The words and phrases that were looked for. */
  readonly terms: readonly string[];
  readonly more: boolean;
}

const DAY_MS = 86_400_000;
/** What is new counts up to this share more; after so many days half of it is left. */
const FRESH_SHARE = 0.3;
const FRESH_DAYS = 30;

/**
 * The articles that match what was typed (see `parseQuery`), the best of the newest thousand first; without a word to find, the
 * newest. Whatever is typed is no error, and finds nothing outside of the scope.
 */
export async function findArticles(
  db: Database,
  filter: Filter & { readonly words: string },
  now: number,
): Promise<FoundPage> {
  const query = parseQuery(filter.words);
  // Words were typed, but nothing of them can be found: the newest articles would be no answer to them.
  const isEmpty = query.all.length === 0 && query.none.length === 0;
  if (isEmpty && /[^\s\p{P}\p{S}]/u.test(filter.words)) return { hits: [], terms: [], more: false };
  const matches = isContradiction(query) ? [] : await hitsOf(db, query, filter);
  const ordered =
    query.all.length === 0
      ? newestFirst(matches)
      : bestFirst(matches, await scoresOf(db, wordsOf(query), matches), now);
  return await pageOf(db, ordered, filter, query.all.flat());
}

/** The newest articles first. */
export async function latestArticles(db: Database, filter: Filter): Promise<FoundPage> {
  const matches = await hitsOf(db, { all: [], none: [] }, filter);
  return await pageOf(db, newestFirst(matches), filter, []);
}

/** The newest article of a feed, if it has any. */
export async function newestOfFeed(db: Database, feedId: number): Promise<StoredArticle | undefined> {
  const match = matchOf({ all: [], none: [] }, [[feedToken(feedId)]]);
  const [hit] = newestFirst(await newestHits(db, { match, feedIds: [feedId], since: 0 }));
  return hit && (await found(db, [hit.id], undefined))[0]?.article;
}

/** The tokens of so many feeds are cheaply asked for; those of 300 cost 50 ms. */
const FEW_FEEDS = 20;
/** So many matches of whatever feed are cheaply looked through. */
const LOOKED_THROUGH = 5_000;

async function hitsOf(db: Database, query: Query, filter: Filter): Promise<Hit[]> {
  const { scope, tag, author, feedId, since = 0 } = filter;
  const all = await feedIdsOf(db, scope);
  const feedIds = feedId === undefined ? all : all.filter((id) => id === feedId);
  if (feedIds.length === 0) return [];
  const tags = tag === undefined ? undefined : await tagsMeant(db, scope, foldTag(tag));
  const tokens = [...(tags ? [tags.map(tagToken)] : []), ...(author === undefined ? [] : [[authorToken(author)]])];
  const hits = await ownHits(db, { query, tokens, feedIds, since });
  return hits.filter(({ at }) => at >= since);
}

interface Asked extends Omit<Wanted, 'match'> {
  readonly query: Query;
  readonly tokens: readonly (readonly string[])[];
}

/** A server of many feeds has most of what matches: it is found without asking for its feeds, unless there is too much of others. */
async function ownHits(db: Database, { query, tokens, ...wanted }: Asked): Promise<Hit[]> {
  const byFeed = { ...wanted, match: matchOf(query, [...tokens, wanted.feedIds.map(feedToken)]) };
  // FTS5 leaves out from what it has found, not from all that there is.
  const onlyLeavesOut = query.none.length > 0 && query.all.length + tokens.length === 0;
  if (wanted.feedIds.length <= FEW_FEEDS || onlyLeavesOut) return await newestHits(db, byFeed);
  const ofAll = { ...wanted, match: matchOf(query, tokens) };
  const hits = await newestHits(db, ofAll, LOOKED_THROUGH);
  if (hits.length === RANKED || !(await areMany(db, ofAll, LOOKED_THROUGH))) return hits;
  return await newestHits(db, byFeed);
}

function newestFirst(hits: readonly Hit[]): Hit[] {
  return hits.toSorted((a, b) => b.at - a.at || b.id - a.id);
}

function bestFirst(hits: readonly Hit[], scores: ReadonlyMap<number, number>, now: number): Hit[] {
  const freshness = (hit: Hit) => FRESH_SHARE * 2 ** (-Math.max(0, now - hit.at) / (FRESH_DAYS * DAY_MS));
  const worth = new Map(hits.map((hit) => [hit.id, (scores.get(hit.id) ?? 0) * (1 + freshness(hit))]));
  return hits.toSorted((a, b) => (worth.get(b.id) ?? 0) - (worth.get(a.id) ?? 0) || b.id - a.id);
}

async function pageOf(
  db: Database,
  ordered: readonly Hit[],
  { scope, offset, limit }: Filter,
  terms: readonly string[],
): Promise<FoundPage> {
  // One article that came by two feeds is one hit.
  const distinct = [...new Map(ordered.toReversed().map((hit) => [hit.alias ?? hit.id, hit])).values()].toReversed();
  const ids = distinct.slice(offset, offset + limit).map(({ id }) => id);
  const serverId = scope.kind === 'server' ? scope.serverId : undefined;
  return { hits: await found(db, ids, serverId), terms, more: distinct.length > offset + limit };
}

/** The search, bound to a database. */
export function searchIn(db: Database) {
  return {
    find: (filter: Filter & { readonly words: string }, now: number) => findArticles(db, filter, now),
    latest: (filter: Filter) => latestArticles(db, filter),
    newestOf: (feedId: number) => newestOfFeed(db, feedId),
  };
}
