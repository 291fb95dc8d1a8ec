import { articleKey, isForem } from '../../model/article.ts';
import type { FeedDocument, FeedNews, Skip } from '../../model/feed.ts';
import { copied, finishArticles } from '../draft.ts';
import { hubIn, type Link } from '../hub-links.ts';
import { httpUrl } from '../links.ts';
import { spared } from './aside.ts';
import { readArticle, readLink, statedBase, type Surroundings } from './fields.ts';
import type { FeedFormat, Recorded } from './index.ts';
import { readTitle } from './markup.ts';
import { readIcon } from './media.ts';
import { outlineOf, type Place } from './outline.ts';
import { readXml, type XmlFeed } from './reader.ts';
import { findRoot, headOf } from './repair.ts';
import { all, attribute, first, textIn, textOf, type XmlNode } from './tree.ts';

/** RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0. */
export const xml: FeedFormat = {
  recognises: (document) => findRoot(headOf(document)) !== undefined,
  parse: async (document, url) => documentOf(await readXml({ text: document.toString() }), url, keyedPlaces(document)),
  parseNews,
};

interface KeyedPlace extends Place {
  readonly key: string;
}

async function parseNews(document: Buffer, url: string, recorded: Recorded): Promise<FeedNews | undefined> {
  const places = keyedPlaces(document);
  const keys = places.map(({ key }) => key);
  const known = await recorded(keys);
  if (places.length === 0) return undefined;
  const { left = [], wanted = [] } = Object.groupBy(places, ({ key, fingerprint }) =>
    known.get(key)?.fingerprint === fingerprint ? 'left' : 'wanted',
  );
  const bodies = wanted.flatMap((place) => place.bodies);
  const source = spared(
    document,
    left.map(({ range }) => range),
    bodies,
  );
  const news = documentOf(await readXml(source), url, wanted);
  // What the outline took for an article's key may be none to whoever reads the whole of it.
  const { articles } = news;
  const agrees = articles.length === wanted.length && articles.every(({ key }, at) => key === wanted[at]?.key);
  return agrees ? { ...news, keys } : undefined;
}

function keyedPlaces(document: Buffer): KeyedPlace[] {
  const key = ({ id }: Place) => copied(articleKey({ id, link: undefined, title: '', published: undefined }));
  return (outlineOf(document) ?? []).map((place) => ({ ...place, key: key(place) }));
}

function documentOf(
  { root, channel, isAtom, articles }: XmlFeed,
  url: string,
  places: readonly KeyedPlace[],
): FeedDocument {
  const dialect = isAtom ? 'atom' : 'rss';
  const stated = statedBase(channel, statedBase(root, undefined, url), url);
  const link = readLink(channel, stated ?? url, dialect);
  const around: Surroundings = {
    dialect,
    // RSS means addresses to be read from the site's page, Atom from the document.
    base: stated ?? (isAtom ? url : (link ?? url)),
    statedBase: stated,
    channel,
  };
  return {
    title: readTitle(first(channel, 'title', 'dc:title', 'atom:title'), dialect) || undefined,
    link,
    language:
      textIn(channel, 'language', 'dc:language') ?? attribute(channel, 'xml:lang') ?? attribute(root, 'xml:lang'),
    icon: readIcon(channel, stated ?? url),
    articles: finishArticles(
      articles.map((node) => readArticle(node, around)),
      new Map(places.map(({ key, fingerprint }) => [key, fingerprint])),
    ),
    ttlSeconds: ttlOf(channel),
    skip: skipOf(channel),
    olderUrl: olderOf(channel, stated ?? url) ?? numbered(channel, link, url),
    hub: hubIn(linksIn(channel), stated ?? url, url),
  };
}

const PERIOD_SECONDS: Readonly<Record<string, number>> = {
  hourly: 3600,
  daily: 86_400,
  weekly: 604_800,
  monthly: 2_592_000,
  yearly: 31_536_000,
};

/** RSS states minutes, the syndication module so many updates in a period. */
function ttlOf(channel: XmlNode): number | undefined {
  const minutes = Number(textIn(channel, 'ttl') ?? Number.NaN);
  if (minutes > 0) return minutes * 60;
  const period = PERIOD_SECONDS[textIn(channel, 'sy:updateperiod')?.toLowerCase() ?? ''];
  const times = Number(textIn(channel, 'sy:updatefrequency') ?? 1);
  return period === undefined || !(times > 0) ? undefined : Math.round(period / times);
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** RSS 0.91 counts the hours from 1 to 24, 2.0 from 0 to 23. */
function skipOf(channel: XmlNode): Skip | undefined {
  const texts = (list: string, name: string) =>
    all(first(channel, list), name).map((node) => textOf(node).trim().toLowerCase());
  const hours = texts('skiphours', 'hour')
    .filter((text) => /^\d+$/.test(text))
    .map((text) => Number(text) % 24);
  const days = texts('skipdays', 'day')
    .map((text) => WEEKDAYS.indexOf(text))
    .filter((day) => day >= 0);
  return hours.length + days.length === 0 ? undefined : { hours, days };
}

function olderOf(channel: XmlNode, base: string): string | undefined {
  const named = (kind: string) => linksIn(channel).find(({ rel }) => rel?.toLowerCase() === kind);
  return httpUrl((named('next') ?? named('prev-archive'))?.href, base);
}

function linksIn(channel: XmlNode): Link[] {
  return [...all(channel, 'atom:link'), ...all(channel, 'link')].map((link) => ({
    rel: attribute(link, 'rel'),
    href: attribute(link, 'href'),
  }));
}

/** Sites that number the pages of their feeds without a word: those run by Forem, and by WordPress. */
function numbered(channel: XmlNode, link: string | undefined, url: string): string | undefined {
  const parameter = isForem(url) || isForem(link) ? 'page' : isWordPress(channel) ? 'paged' : undefined;
  const page = URL.parse(url);
  if (parameter === undefined || page === null) return undefined;
  page.searchParams.set(parameter, String((Number(page.searchParams.get(parameter)) || 1) + 1));
  return page.href;
}

function isWordPress(channel: XmlNode): boolean {
  return /^https?:\/\/wordpress\.(?:org|com)\//i.test(textIn(channel, 'generator') ?? '');
}
