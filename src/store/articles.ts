import { setImmediate } from 'node:timers/promises';

import { articleAlias, oldestFirst, type FullDigest, type StoredArticle } from '../model/article.ts';
import { foldTags } from '../model/tag.ts';
import { toColumns } from './article-rows.ts';
import { chunks, type Database, type Rest } from './backend.ts';
import { doubtArticles } from './backup.ts';
import { countDays } from './days.ts';
import { recordEdits, type Changes } from './edits.ts';
import { knownKeys, newestArticles, recordedArticles, rememberKeys } from './known.ts';
import { countNames } from './names.ts';
import { oweArticles } from './outbox.ts';
import { illustrateArticle, mayAskPage } from './pages.ts';
import { feedChanged, type FeedPoll } from './polls.ts';
import { prepared, type Given } from './prepared.ts';
import { indexText } from './text-index.ts';
import type { Last, Together } from './together.ts';

/** A poll whose document parsed. */
export interface Poll extends FeedPoll, Partial<Changes> {
  /** Those not known yet, in the document's order. */
  readonly articles: readonly FullDigest[];
  /** How many of the newest articles are posted when this is the feed's first poll. */
  readonly backlog: number;
}

/** What a poll brought: the articles that were news, in the document's order, and how many deliveries they are owed. */
export interface Recorded {
  readonly articles: StoredArticle[];
  readonly deliveries: number;
  /** The keys of known articles that the feed shows with another title, link, picture or text now. */
  readonly edited: readonly string[];
}

/**
 * Records a poll: its new articles, what is owed of them to whom, and the state of the feed, whose lease ends. Recording a poll
 * twice is recording it once. A feed that is gone records nothing.
 *
 * @param trx a transaction: all of it is recorded, or nothing.
 * @param last for what is better done at its end.
 */
async function recordPoll(trx: Database, last: Last, feedId: number, poll: Poll, now: number): Promise<Recorded> {
  const [feed] = await stateOf(trx, { id: feedId });
  if (feed === undefined) return { articles: [], deliveries: 0, edited: [] };
  const edited = await recordEdits(trx, feedId, poll, now);
  const stored = await insertArticles(trx, feedId, await news(trx, feedId, poll.articles), now);
  const articles = stored.map(({ article }) => article);
  // The index writes what it has gathered before each statement that writes several rows: it comes behind all of them.
  last(() => indexTexts(trx, stored));
  await feedChanged(trx, feedId, poll, { baselinedAt: feed.baselined_at ?? now, brought: articles.length }, now);
  const ordered = oldestFirst(articles);
  const owed = feed.baselined_at === null ? ordered.slice(Math.max(0, ordered.length - poll.backlog)) : ordered;
  const deliveries = await oweArticles(trx, feedId, owed, now);
  if (feed.doubted_since !== null) await doubtArticles(trx, owed, feed.doubted_since);
  return { articles, deliveries, edited };
}

const stateOf = prepared((db, given: Given<{ id: number }>) =>
  db.selectFrom('feeds').select(['baselined_at', 'doubted_since']).where('id', '=', given('id')),
);

/** One article of a document, and the keys under which the document shows it. */
interface Novelty {
  readonly article: FullDigest;
  readonly keys: string[];
}

/** The articles that are not known, each once, although a document may hold one twice. */
async function news(db: Database, feedId: number, articles: readonly FullDigest[]): Promise<Novelty[]> {
  const known = await knownKeys(db, feedId, articles);
  const distinct = new Map<string, Novelty>();
  for (const article of articles) {
    if (known.has(article.key)) continue;
    const names = [article.key, articleAlias(article) ?? article.key];
    const novelty = names.map((name) => distinct.get(name)).find((met) => met !== undefined) ?? { article, keys: [] };
    novelty.keys.push(article.key);
    for (const name of names) distinct.set(name, novelty);
  }
  return [...new Set(distinct.values())];
}

/** Of one poll: its transaction is its own. */
const MANY = 50;

/** How many articles are indexed without letting the event loop go on. */
const BREATH = 20;

interface Stored {
  readonly article: StoredArticle;
  readonly text: string;
}

async function insertArticles(
  db: Database,
  feedId: number,
  novelties: readonly Novelty[],
  now: number,
): Promise<Stored[]> {
  const ids = new Map<string, number>();
  // Numbered as they are posted, oldest first: what has the greatest id is the newest.
  for (const some of chunks(oldestFirst(novelties.map(({ article }) => article)), 11)) {
    const rows = some.map((article) => toColumns(article, feedId, now));
    for (const { id, key } of await addArticles(db, { rows })) ids.set(key, id);
  }
  const stored = novelties.flatMap(({ article, keys }) => {
    const id = ids.get(article.key);
    const { text, ...digest } = article;
    return id === undefined ? [] : [{ article: { ...digest, id, feedId, firstSeenAt: now }, text, keys }];
  });
  await rememberKeys(
    db,
    feedId,
    stored.flatMap(({ article, keys }) => keys.map((key) => ({ key, articleId: article.id }))),
  );
  const articles = stored.map(({ article }) => article);
  await insertTags(db, articles);
  await countNames(db, feedId, articles);
  await countDays(db, feedId, articles, now);
  return stored;
}

const addArticles = prepared((db, given: Given<{ rows: ReturnType<typeof toColumns>[] }>) =>
  db.insertInto('articles').values(given.rows('rows')).returning(['id', 'key']),
);

async function indexTexts(db: Database, stored: readonly Stored[]): Promise<void> {
  for (const [index, { article, text }] of stored.entries()) {
    await indexText(db, article, text);
    // SQLite answers on the thread that Discord's heartbeat runs on: a breath every few milliseconds.
    if (index % BREATH === BREATH - 1) await setImmediate();
  }
}

async function insertTags(db: Database, articles: readonly StoredArticle[]): Promise<void> {
  const rows = articles.flatMap(({ id, tags }) => foldTags(tags).map((tag) => ({ article_id: id, tag })));
  for (const some of chunks(rows, 2)) await addTags(db, { rows: some });
}

const addTags = prepared((db, given: Given<{ rows: readonly { article_id: number; tag: string }[] }>) =>
  db.insertInto('article_tags').values(given.rows('rows')),
);

/** Articles, bound to a database. */
export function articlesIn(db: Database, together: Together) {
  return {
    known: (...rest: Rest<typeof knownKeys>) => knownKeys(db, ...rest),
    newest: (feedId: number) => newestArticles(db, feedId),
    recorded: (...rest: Rest<typeof recordedArticles>) => recordedArticles(db, ...rest),
    record: (feedId: number, poll: Poll, now: number) => {
      const record = (trx: Database, last: Last) => recordPoll(trx, last, feedId, poll, now);
      return poll.articles.length + (poll.changed?.length ?? 0) > MANY
        ? together.runAlone(record)
        : together.run(record);
    },
    mayAskPage: (...rest: Rest<typeof mayAskPage>) => mayAskPage(db, ...rest),
    illustrate: (...rest: Rest<typeof illustrateArticle>) => illustrateArticle(db, ...rest),
  };
}
