import type { FeedDocument } from '../../model/feed.ts';
import { finishArticles } from '../draft.ts';
import { readArticle, readLink, statedBase, type Surroundings } from './fields.ts';
import type { FeedFormat } from './index.ts';
import { readTitle } from './markup.ts';
import { readXml, type XmlFeed } from './reader.ts';
import { findRoot } from './repair.ts';
import { attribute, first, textIn, type XmlNode } from './tree.ts';

/** RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0. */
export const xml: FeedFormat = {
  recognises: (text) => findRoot(text) !== undefined,
  parse: async (text, url) => documentOf(await readXml(text), url),
};

function documentOf({ root, channel, isAtom, articles }: XmlFeed, url: string): FeedDocument {
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
    articles: finishArticles(articles.map((node) => readArticle(node, around))),
    ttlSeconds: ttlOf(channel),
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
