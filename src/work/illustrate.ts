import { setTimeout } from 'node:timers/promises';
import { decodeText } from '../feed/charset.ts';
import type { Fetcher } from '../feed/fetch.ts';
import { pagePicture } from '../feed/page-picture.ts';
import type { StoredArticle } from '../model/article.ts';
import type { Store } from '../store/index.ts';

/** Looks for the picture of an article that is about to be posted and has none, on the article's own page. Never rejects. */
export type Illustrate = (article: StoredArticle) => Promise<StoredArticle>;

/** For one page, the wait for its host's turn included: a post without a picture is better than a late one. */
const PATIENCE_MS = 5_000;
const MOST_BYTES = 2 * 1_048_576;

interface Tools {
  readonly store: Store;
  readonly fetcher: Fetcher;
  readonly now: () => number;
}

/** A page is asked once, however many posts show the article and whatever comes of it: the row remembers. */
export function createIllustrator({ store, fetcher, now }: Tools): Illustrate {
  const underWay = new Map<number, Promise<string | undefined>>();

  const ask = async (id: number, link: string): Promise<string | undefined> => {
    if (!(await store.articles.mayAskPage(id, now()))) return undefined;
    const outcome = await fetcher.fetch(link, { signal: AbortSignal.timeout(PATIENCE_MS), maxBytes: MOST_BYTES });
    if (outcome.kind !== 'fetched') return undefined;
    const image = pagePicture(decodeText(outcome.body, outcome.contentType), outcome.url);
    if (image !== undefined) await store.articles.illustrate(id, image);
    return image;
  };

  return async (article) => {
    const { id, link, image } = article;
    if (image !== undefined || link === undefined) return article;
    const asked = underWay.get(id) ?? ask(id, link).catch(() => undefined);
    underWay.set(id, asked);
    // Its host's turn may be a long wait.
    const found = await Promise.race([asked, setTimeout(PATIENCE_MS, undefined, { ref: false })]);
    underWay.delete(id);
    return found === undefined ? article : { ...article, image: found };
  };
}
