import { setImmediate } from 'node:timers/promises';

import { articleAlias, type FullDigest } from '../model/article.ts';
import { toArticle } from './article-rows.ts';
import { chunks, type Database } from './backend.ts';
import { oweCorrections } from './corrections.ts';
import type { ArticleRow } from './schema.ts';
import { forgetText, indexText } from './text-index.ts';

/** What of a document's articles is not as it was. */
export interface Changes {
  /** Known articles that the feed writes otherwise than before. */
  readonly changed: readonly FullDigest[];
  /** The keys of all articles that it shows. */
  readonly shown: readonly string[];
}

/** How many articles are written without letting the event loop go on. */
const BREATH = 20;

/**
 * Brings stored articles up to date that a feed writes otherwise than before, and owes their posts an edit where these would
 * say something else: another title, link, picture or text.
 *
 * @returns the keys of the latter, as the feed shows them.
 */
export async function recordEdits(
  db: Database,
  feedId: number,
  { changed = [], shown = [] }: Partial<Changes>,
  now: number,
): Promise<string[]> {
  const edited: string[] = [];
  for (const [index, { article, row }] of (await standing(db, feedId, changed, shown)).entries()) {
    const { key, title, link = null, image = row.image, fingerprint } = article;
    const differs = isEdited({ ...article, image: image ?? undefined }, row);
    // Of one that was read without noting how it was written, only what is stored whole can be compared.
    const excerpt = differs || row.fingerprint !== null ? article.excerpt : row.excerpt;
    const alias = articleAlias(article) ?? null;
    await db
      .updateTable('articles')
      .set({ title, link, image, alias, excerpt, fingerprint, ...(differs && { changed_at: now }) })
      .where('id', '=', row.id)
      .execute();
    if (differs || row.fingerprint !== null) {
      await forgetText(db, row.id);
      await indexText(db, { ...toArticle(row), title }, article.text);
    }
    if (differs) {
      await oweCorrections(db, row.id, now);
      edited.push(key);
    }
    if (index % BREATH === BREATH - 1) await setImmediate();
  }
  return edited;
}

/** Addresses that lead to the same place, see `articleAlias`, are no edit; nor is a picture whose signature changed. */
function isEdited(article: FullDigest, row: ArticleRow): boolean {
  const alias = articleAlias(article);
  const link = alias === undefined ? (article.link ?? null) !== row.link : alias !== row.alias;
  const text = row.fingerprint !== null && bare(article.excerpt) !== bare(row.excerpt);
  return article.title !== row.title || link || text || bare(article.image ?? '') !== bare(row.image ?? '');
}

/** A text without what follows the path of each address in it. */
function bare(text: string): string {
  return text.replace(/(?<=https?:[^\s?#]*)[?#][^\s)]*/g, '');
}

interface Standing {
  readonly article: FullDigest;
  readonly row: ArticleRow;
}

/** Changed articles that a document shows once; of one that it shows twice, under two keys, neither is the newer state. */
async function standing(
  db: Database,
  feedId: number,
  changed: readonly FullDigest[],
  shown: readonly string[],
): Promise<Standing[]> {
  const found: Standing[] = [];
  const visible = new Set(shown);
  for (const some of chunks(changed)) {
    const articles = new Map(some.map((article) => [article.key, article]));
    const rows = await db
      .selectFrom('article_keys')
      .innerJoin('articles', 'articles.id', 'article_keys.article_id')
      .selectAll('articles')
      .select('article_keys.key as shownAs')
      .where('article_keys.feed_id', '=', feedId)
      .where('article_keys.key', 'in', [...articles.keys()])
      .execute();
    const twice = await shownTwice(
      db,
      rows.map(({ id }) => id),
      visible,
    );
    for (const { shownAs, ...row } of rows) {
      const article = articles.get(shownAs);
      if (article !== undefined && !twice.has(row.id)) found.push({ article, row });
    }
  }
  return found;
}

async function shownTwice(db: Database, ids: readonly number[], shown: ReadonlySet<string>): Promise<Set<number>> {
  const rows = await db
    .selectFrom('article_keys')
    .select(['article_id', 'key'])
    .where('article_id', 'in', ids)
    .execute();
  const seen = new Set<number>();
  const twice = new Set<number>();
  for (const { article_id: id } of rows.filter(({ key }) => shown.has(key))) (seen.has(id) ? twice : seen).add(id);
  return twice;
}
