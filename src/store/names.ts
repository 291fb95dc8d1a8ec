import { sql, type Insertable } from 'kysely';

import { foldAuthor, type StoredArticle } from '../model/article.ts';
import { foldTag } from '../model/tag.ts';
import { chunks, type Database } from './backend.ts';
import { prepared, type Given } from './prepared.ts';
import type { Tables } from './schema.ts';

/** A name is found by how any of its first words begins. */
const MAX_STARTS = 4;

/** Counts what tags and authors a feed has, for proposals while somebody types. */
export async function countNames(db: Database, feedId: number, articles: readonly StoredArticle[]): Promise<void> {
  const tags = tally(articles.map((article) => article.tags.map((tag) => [foldTag(tag), tag] as const)));
  const authors = tally(
    articles.map((article) => article.authors.map(({ name }) => [foldAuthor(name), name] as const)),
  );
  const tagRows = [...tags].map(([tag, counted]) => ({ feed_id: feedId, tag, ...counted }));
  const authorRows = [...authors].flatMap(([author, counted]) =>
    startsOf(author).map((start) => ({ feed_id: feedId, start, author, ...counted })),
  );
  for (const some of chunks(tagRows, 4)) await addTags(db, { rows: some });
  for (const some of chunks(authorRows, 5)) await addAuthors(db, { rows: some });
}

const more = (table: 'feed_tags' | 'feed_authors') => ({
  articles: sql<number>`${sql.table(table)}.articles + excluded.articles`,
});

const addTags = prepared((db, given: Given<{ rows: readonly Insertable<Tables['feed_tags']>[] }>) =>
  db
    .insertInto('feed_tags')
    .values(given.rows('rows'))
    .onConflict((conflict) => conflict.columns(['feed_id', 'tag']).doUpdateSet(more('feed_tags'))),
);

const addAuthors = prepared((db, given: Given<{ rows: readonly Insertable<Tables['feed_authors']>[] }>) =>
  db
    .insertInto('feed_authors')
    .values(given.rows('rows'))
    .onConflict((conflict) => conflict.columns(['feed_id', 'start', 'author']).doUpdateSet(more('feed_authors'))),
);

/** In how many articles each folded name stands, and how it was written first. */
function tally(lists: readonly (readonly (readonly [string, string])[])[]) {
  const counts = new Map<string, { written: string; articles: number }>();
  for (const names of lists) {
    for (const [folded, written] of new Map(names)) {
      if (folded === '') continue;
      const before = counts.get(folded) ?? { written: written.trim(), articles: 0 };
      counts.set(folded, { ...before, articles: before.articles + 1 });
    }
  }
  return counts;
}

function startsOf(author: string): string[] {
  const words = author.split(' ').slice(0, MAX_STARTS);
  return [...new Set(words.map((_, index) => author.split(' ').slice(index).join(' ')))];
}
