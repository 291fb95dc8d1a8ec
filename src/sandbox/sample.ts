import type { Draft, SampleArticle } from './sample/article.ts';
import { linkCard } from './sample/card.ts';
import { readLibrary, type LibraryArticle } from './sample/library.ts';
import { toRss } from './sample/rss.ts';

/** A feed that never ends. */
export interface Sample {
  /** The feed as it stands: RSS 2.0, newest first. */
  feedXml(): string;
  publish(draft: Draft): SampleArticle;
  /** Publishes the next of the articles that came with Herald; after the last, a new edition of the first. */
  publishNext(): SampleArticle;
  find(slug: string): SampleArticle | undefined;
  /** When the feed last changed, in epoch milliseconds. */
  updatedAt(): number;
}

/** As many as dev.to shows a page. */
const WINDOW = 12;
/** How many articles keep their pages: a day's and more, at one in twenty seconds. */
const KEPT = 5000;
const STANDING = 3;
const MINUTE = 60_000;

/** @param options.baseUrl answers the sandbox's address, without a slash at its end; asked whenever the feed is made. */
export function createSample(options: { readonly baseUrl: () => string; readonly now: () => number }): Sample {
  const library = readLibrary();
  const articles: SampleArticle[] = [];
  const latest = new Map<string, SampleArticle>();
  let published = 0;
  let lastId = 0;

  const add = (draft: Draft, publishedAt: number): SampleArticle => {
    // Of the clock, so that a later run's articles are not taken for those of an earlier one.
    lastId = Math.max(lastId + 1, options.now());
    const { title, author, tags = [], html = '' } = draft;
    const article = { slug: `${slugOf(title)}-${lastId.toString(36)}`, title, author, tags, html, publishedAt };
    articles.unshift(article);
    articles.splice(KEPT);
    return article;
  };
  const addNext = (publishedAt: number): SampleArticle => {
    const source = library[published % library.length];
    if (source === undefined) throw new Error('the sample feed has no articles to publish');
    const edition = Math.floor(published / library.length) + 1;
    published += 1;
    const article = add(nextEdition(source, edition, latest), publishedAt);
    latest.set(source.name, article);
    return article;
  };

  const startedAt = options.now();
  for (let ago = STANDING; ago > 0; ago--) addNext(startedAt - ago * MINUTE);
  return {
    feedXml: () => toRss(articles.slice(0, WINDOW), options.baseUrl()),
    publish: (draft) => add(draft, options.now()),
    publishNext: () => addNext(options.now()),
    find: (slug) => articles.find((article) => article.slug === slug),
    updatedAt: () => articles[0]?.publishedAt ?? startedAt,
  };
}

function nextEdition(source: LibraryArticle, edition: number, latest: ReadonlyMap<string, SampleArticle>): Draft {
  const title = edition === 1 ? source.title : `${source.title} (edition ${edition})`;
  return { ...source, title, html: withCards(source.html, latest) };
}

/** Replaces Forem's `{% embed name %}` by a card of the article of that name, as it was last published. */
function withCards(html: string, latest: ReadonlyMap<string, SampleArticle>): string {
  return html.replace(/<p>\{% embed ([\w-]+) %\}<\/p>\n/g, (_, name: string) => {
    const article = latest.get(name);
    return article === undefined ? '' : linkCard(article);
  });
}

function slugOf(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['article'];
  return words.join('-').slice(0, 60);
}
