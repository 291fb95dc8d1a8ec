import { escapeWithin, link } from '../src/format/escape.ts';
import { isolate, oneLine, truncate } from '../src/lib/text.ts';

/** What a feed is called by. */
interface Named {
  readonly url: string;
  readonly title: string | undefined;
}

const MAX_NAME = 100;
const MAX_LABEL = 160;
const MAX_LINK = 160;

/** A feed's address; its query and its user, which may be a secret, only for those who may manage feeds. */
export function feedAddress(url: string, mayManage: boolean): string {
  const parsed = URL.parse(url);
  return mayManage || parsed === null ? url : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}

/** A feed's name as plain text: its title, else its place in the web without anything secret. */
export function feedName({ url, title }: Named): string {
  const place = feedAddress(url, false).replace(/^https?:\/\/(?:www\.)?/, '');
  return truncate(oneLine(title ?? '') || place.replace(/\/$/, ''), MAX_NAME);
}

/**
 * A feed's name in Markdown, bold, linked to its site where that is known; at most 350 code points. The angle brackets keep
 * Discord from showing the site below what was said.
 */
export function feedLabel(feed: Named & { readonly link?: string | undefined }): string {
  // Discord does not make a link of a title that holds an address.
  const name = isolate(escapeWithin(feedName(feed), MAX_LABEL).replace(/https?:\/\//g, ''));
  const { link: site = '' } = feed;
  return site.length > MAX_LINK ? `**${name}**` : `**${link(name, site).replace(/\]\(([^()]*)\)$/, '](<$1>)')}**`;
}
