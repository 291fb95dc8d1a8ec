import { Parser } from 'htmlparser2';
import { oneLine } from '../lib/text.ts';
import { httpUrl } from './links.ts';

/** A feed that a web page names. */
export interface Alternate {
  readonly url: string;
  readonly title: string | undefined;
}

/** Feeds are named at the top: what comes later, or deeper than a page nests, is not worth its time. */
const MAX_LENGTH = 1_000_000;
const DEEPEST = 300;

const FEED_TYPE = /^application\/(?:rss|atom|rdf|feed)\+(?:xml|json)$/;

/** The feeds that a page names in `<link rel="alternate">`, in its order, each once (RSS Board, RSS Autodiscovery). */
export function alternatesIn(html: string, pageUrl: string): Alternate[] {
  const found = new Map<string, Alternate>();
  let base = pageUrl;
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes: Readonly<Record<string, string>>) {
      depth += 1;
      if (depth > DEEPEST) parser.pause();
      if (name === 'base') base = httpUrl(attributes['href'], pageUrl) ?? base;
      const url = name === 'link' && isFeed(attributes) ? httpUrl(attributes['href'], base) : undefined;
      if (url !== undefined && !found.has(url)) found.set(url, { url, title: titleIn(attributes) });
    },
    onclosetag() {
      depth -= 1;
    },
  });
  parser.end(html.slice(0, MAX_LENGTH));
  return [...found.values()];
}

function isFeed({ rel = '', type = '' }: Readonly<Record<string, string>>): boolean {
  const kinds = rel.toLowerCase().split(/\s+/);
  return kinds.includes('alternate') && FEED_TYPE.test(type.toLowerCase().split(';', 1)[0]?.trim() ?? '');
}

function titleIn({ title = '' }: Readonly<Record<string, string>>): string | undefined {
  const words = oneLine(title);
  return words === '' ? undefined : words;
}
