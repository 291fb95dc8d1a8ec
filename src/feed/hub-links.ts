import type { Hub } from '../model/hub.ts';
import { httpUrl } from './links.ts';

/** A link of a feed or of an HTTP answer. */
export interface Link {
  /** One or more kinds, with spaces between. */
  readonly rel: string | undefined;
  readonly href: string | undefined;
}

/**
 * The hub that links name (WebSub, 4).
 *
 * @param url what the feed was asked by: its topic, when it does not name itself.
 */
export function hubIn(links: readonly Link[], base: string, url: string): Hub | undefined {
  const named = (kind: string) =>
    links
      .filter(({ rel = '' }) => rel.toLowerCase().split(/\s+/).includes(kind))
      .map(({ href }) => httpUrl(href, base))
      .find((address) => address !== undefined);
  const hub = named('hub');
  return hub === undefined ? undefined : { url: hub, topic: named('self') ?? url };
}

const LINK = /<([^>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"[^"]*"|[^\s",;]+))?)*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/i;
const LONGEST = 8192;

/** The links of an HTTP header (RFC 8288). */
export function linksOf(header = ''): Link[] {
  return [...header.slice(0, LONGEST).matchAll(LINK)].map(([, href, parameters = '']) => {
    const [, quoted, bare] = REL.exec(parameters) ?? [];
    return { rel: quoted ?? bare, href };
  });
}
