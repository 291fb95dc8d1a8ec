import { decodeHTMLStrict } from 'entities';
import { z } from 'zod';
import type { Author } from '../../model/article.ts';
import type { FeedDocument } from '../../model/feed.ts';
import { parseDate } from '../dates.ts';
import { finishArticles, MOST_ARTICLES, withForemPage, type Draft } from '../draft.ts';
import { hubIn, type Link } from '../hub-links.ts';
import { httpUrl } from '../links.ts';
import { foldSpace } from '../../lib/text.ts';
import { htmlOfText } from '../plain.ts';
import type { FeedFormat } from './index.ts';
import { headOf } from './repair.ts';

/** JSON Feed 1.0 and 1.1 (jsonfeed.org). */
export const json: FeedFormat = {
  recognises: (document, contentType) =>
    /^\s*\{/.test(headOf(document)) && (isJson(contentType) || document.includes('jsonfeed.org/version/')),
  parse: async (document, url) => await Promise.resolve(documentOf(feedIn(document.toString()), url)),
};

function isJson(contentType: string | undefined): boolean {
  return contentType?.includes('json') ?? false;
}

// A field of a wrong type is as if it were missing: one careless number must not cost a feed.
const Text = z.string().optional().catch(undefined);
const Person = z.union([
  z.object({ name: Text, url: Text }),
  z.string().transform((name) => ({ name, url: undefined })),
]);
/** One or several of a kind, whatever the version says; what is none of them is left out. */
const some = <Part extends z.ZodType>(part: Part) =>
  z
    .unknown()
    .optional()
    .transform((given) => listOf(given).flatMap((one) => part.safeParse(one).data ?? []));
const listOf = (given: unknown): readonly unknown[] =>
  Array.isArray(given) ? given : given === undefined ? [] : [given];
const People = { author: some(Person), authors: some(Person) };
const When = z.union([z.string(), z.number().transform((seconds) => new Date(seconds * 1000).toISOString())]);
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
  date_published: When.optional().catch(undefined),
  date_modified: When.optional().catch(undefined),
  tags: some(z.string()),
  attachments: some(z.object({ url: z.string(), mime_type: z.string() })),
});
const Feed = z.object({
  ...People,
  version: Text,
  title: Text,
  home_page_url: Text,
  next_url: Text,
  feed_url: Text,
  hubs: some(z.object({ type: z.string(), url: z.string() })),
  language: Text,
  icon: Text,
  favicon: Text,
  items: z.array(z.unknown()).optional().catch(undefined),
});

type Item = z.infer<typeof Item>;
type Feed = z.infer<typeof Feed>;

function feedIn(text: string): Feed {
  const { data } = Feed.safeParse(parsed(text));
  if (data?.items === undefined) throw new Error('it has no list of articles');
  return data;
}

/** Once more without what JSON forbids when it is read strictly: controls in texts, and commas before an end. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replace(/[\0-\x1F]+/g, ' ').replace(/,(?= *[\]}])/g, ''));
  }
}

function documentOf(feed: Feed, url: string): FeedDocument {
  const link = httpUrl(feed.home_page_url, url);
  return {
    title: plainTitle(feed.title) || undefined,
    link,
    language: feed.language,
    icon: httpUrl(feed.icon ?? feed.favicon, url),
    articles: finishArticles(itemsOf(feed).map((item) => draftOf(item, feed, link ?? url))),
    ttlSeconds: undefined,
    olderUrl: httpUrl(feed.next_url, url),
    hub: hubIn(linksOf(feed), url, url),
  };
}

function linksOf({ hubs, feed_url }: Feed): Link[] {
  const spoken = hubs.filter(({ type }) => /^(?:websub|pubsubhubbub)$/i.test(type));
  return [...spoken.map(({ url }) => ({ rel: 'hub', href: url })), { rel: 'self', href: feed_url }];
}

function itemsOf({ items = [] }: Feed): readonly Item[] {
  // One more than there may be, so that it is noticed.
  const most = items.slice(0, MOST_ARTICLES + 1);
  return most.map((item) => Item.safeParse(item).data).filter((item) => item !== undefined);
}

function draftOf(item: Item, feed: Feed, base: string): Draft {
  const link = httpUrl(item.url, base) ?? httpUrl(item.external_url, base) ?? httpUrl(item.id);
  const authors = authorsOf(item, base);
  return {
    id: item.id,
    link,
    title: plainTitle(item.title),
    authors: withForemPage(authors.length > 0 ? authors : authorsOf(feed, base), link),
    tags: item.tags,
    published: parseDate(item.date_published) ?? parseDate(item.date_modified),
    html: bodyOf(item),
    summary: item.summary === undefined ? undefined : htmlOfText(item.summary),
    base: link ?? base,
    pictures: picturesOf(item).map((picture) => ({ url: httpUrl(picture, base) ?? '' })),
  };
}

/** JSON Feed's titles are plain text, but WordPress writes dashes and quotes as HTML does, by their numbers. */
function plainTitle(title = ''): string {
  const text = title.replace(/&#(?:\d{1,6}|x[\da-f]{1,5});/gi, (reference) => decodeHTMLStrict(reference));
  return foldSpace(text).trim();
}

function bodyOf({ content_html, content_text = '', summary = '' }: Item): string {
  return [content_html, htmlOfText(content_text), htmlOfText(summary)].find((body) => body) ?? '';
}

function picturesOf({ image, banner_image, attachments }: Item): readonly (string | undefined)[] {
  const attached = attachments.filter(({ mime_type }) => mime_type.startsWith('image/'));
  return [image, banner_image, ...attached.map(({ url }) => url)];
}

/** Version 1.0 knew one author, 1.1 a list of them. */
function authorsOf({ author, authors }: Pick<Item, 'author' | 'authors'>, base: string): readonly Author[] {
  const people = [...authors, ...author].map((person) => ({
    name: foldSpace(person.name ?? '').trim(),
    url: httpUrl(person.url, base),
  }));
  return people.filter(({ name }, index) => name !== '' && people.findIndex((other) => other.name === name) === index);
}
