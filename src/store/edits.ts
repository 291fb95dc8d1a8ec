import { articleAlias, type ArticleFacts } from '../model/article.ts';
import { chunks, type Database } from './backend.ts';
import { oweCorrections } from './corrections.ts';

/** What a feed shows of an article at the moment. */
export type Shown = Pick<ArticleFacts, 'key' | 'title' | 'link' | 'image'>;

/**
 * Brings stored articles up to date of which the feed shows another title, link or picture now, and owes their posts an edit.
 *
 * @returns their keys, as the feed shows them.
 */
export async function recordEdits(
  db: Database,
  feedId: number,
  shown: readonly Shown[],
  now: number,
): Promise<string[]> {
  const edited: string[] = [];
  for (const { id, article, stored } of await standing(db, feedId, shown)) {
    const image = article.image ?? stored.image ?? null;
    if (!differs(article, stored, image)) continue;
    const { title, link = null } = article;
    await db
      .updateTable('articles')
      .set({ title, link, image, alias: articleAlias(article) ?? null, changed_at: now })
      .where('id', '=', id)
      .execute();
    await oweCorrections(db, id, now);
    edited.push(article.key);
  }
  return edited;
}

interface Stored {
  readonly title: string;
  readonly link: string | null;
  readonly image: string | null;
  readonly alias: string | null;
}

interface Standing {
  readonly id: number;
  readonly article: Shown;
  readonly stored: Stored;
}

/** Addresses that lead to the same place, see `articleAlias`, are no edit; nor is a picture whose signature changed. */
function differs(article: Shown, stored: Stored, image: string | null): boolean {
  const alias = articleAlias(article);
  const link = alias === undefined ? (article.link ?? null) !== stored.link : alias !== stored.alias;
  return article.title !== stored.title || link || bare(image) !== bare(stored.image);
}

function bare(address: string | null): string | undefined {
  return address?.replace(/[?#].*/s, '');
}

/** Articles that a document shows once; of one that it shows twice, under two keys, neither is the newer state. */
async function standing(db: Database, feedId: number, shown: readonly Shown[]): Promise<Standing[]> {
  const found = new Map<number, Standing | undefined>();
  for (const some of chunks(shown)) {
    const articles = new Map(some.map((article) => [article.key, article]));
    const rows = await db
      .selectFrom('article_keys')
      .innerJoin('articles', 'articles.id', 'article_keys.article_id')
      .select(['article_keys.key', 'articles.id', 'title', 'link', 'image', 'alias'])
      .where('article_keys.feed_id', '=', feedId)
      .where('article_keys.key', 'in', [...articles.keys()])
      .execute();
    for (const { key, id, ...stored } of rows) {
      const article = articles.get(key);
      found.set(id, article === undefined || found.has(id) ? undefined : { id, article, stored });
    }
  }
  return [...found.values()].filter((each) => each !== undefined);
}
