import { z } from 'zod';
import type { Author } from '../../model/article.ts';
import type { FeedDocument } from '../../model/feed.ts';
import { parseDate } from '../dates.ts';
import { finishArticles, withForemPage, type Draft } from '../draft.ts';
import { httpUrl } from '../links.ts';
import { foldSpace, htmlOfText } from '../plain.ts';
import type { FeedFormat } from './index.ts';

/** JSON Feed 1.0 and 1.1 (jsonfeed.org). */
export const json: FeedFormat = {
  recognises: (text, contentType) =>
    /^\s*\{/.test(text) && (isJson(contentType) || text.includes('jsonfeed.org/version/')),
  parse: async (text, url) => await Promise.resolve(documentOf(feedIn(text), url)),
};

function isJson(contentType: string | undefined): boolean {
  return contentType?.includes('json') ?? false;
}

// A field of a wrong type is as if it were missing: one careless number must not cost a feed.
const Text = z.string().optional().catch(undefined);
const Person = z.object({ name: Text, url: Text });
const People = { author: Person.optional().catch(undefined), authors: z.array(Person).optional().catch(undefined) };
const Item = z.object({
  ...People,
  id: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  url: Text,
  external_url: Text,
  title: Text,
  content_html: Text,
  content_text: Text,
  summary: Text,
  image: Text,
  banner_image: Text,
  date_published: Text,
  date_modified: Text,
  tags: z.array(z.unknown()).optional().catch(undefined),
});
const Feed = z.object({
  ...People,
  version: Text,
  title: Text,
  home_page_url: Text,
  next_url: Text,
  language: Text,
  items: z.array(z.unknown()).optional().catch(undefined),
});

type Item = z.infer<typeof Item>;
type Feed = z.infer<typeof Feed>;

function feedIn(text: string): Feed {
  const { data } = Feed.safeParse(JSON.parse(text));
  if (data?.items === undefined) throw new Error('it has no list of articles');
  return data;
}

function documentOf(feed: Feed, url: string): FeedDocument {
  const link = httpUrl(feed.home_page_url, url);
  return {
    title: foldSpace(feed.title ?? '') || undefined,
    link,
    language: feed.language,
    articles: finishArticles(itemsOf(feed).map((item) => draftOf(item, feed, link ?? url))),
    ttlSeconds: undefined,
    olderUrl: httpUrl(feed.next_url, url),
  };
}

function itemsOf({ items = [] }: Feed): readonly Item[] {
  return items.map((item) => Item.safeParse(item).data).filter((item) => item !== undefined);
}

function draftOf(item: Item, feed: Feed, base: string): Draft {
  const link = httpUrl(item.url, base) ?? httpUrl(item.external_url, base) ?? httpUrl(item.id);
  const authors = authorsOf(item, base);
  return {
    id: item.id,
    link,
    title: foldSpace(item.title ?? ''),
    authors: withForemPage(authors.length > 0 ? authors : authorsOf(feed, base), link),
    tags: item.tags?.filter((tag) => typeof tag === 'string') ?? [],
    published: parseDate(item.date_published) ?? parseDate(item.date_modified),
    html: item.content_html ?? htmlOfText(item.content_text ?? item.summary ?? ''),
    summary: item.summary === undefined ? undefined : htmlOfText(item.summary),
    base: link ?? base,
    pictures: [item.image, item.banner_image].map((picture) => ({ url: httpUrl(picture, base) ?? '' })),
  };
}

/** Version 1.0 knew one author, 1.1 a list of them. */
function authorsOf({ author, authors }: Pick<Item, 'author' | 'authors'>, base: string): readonly Author[] {
  const people = [...(authors ?? []), ...(author === undefined ? [] : [author])].map((person) => ({
    name: foldSpace(person.name ?? ''),
    url: httpUrl(person.url, base),
  }));
  return people.filter(({ name }, index) => name !== '' && people.findIndex((other) => other.name === name) === index);
}
