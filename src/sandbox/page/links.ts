import { escapeMarkup } from '../markup.ts';

/**
 * The page's own address for a link to a channel or message of Discord, since all of Discord that there is here is this one;
 * undefined for any other address.
 */
export function placeHere(address: string): string | undefined {
  const [, channel, message] = /^https:\/\/discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?$/.exec(address) ?? [];
  if (channel === undefined) return undefined;
  return `/?channel=${channel}${message === undefined ? '' : `#message-${message}`}`;
}

/** The attributes of a link, or undefined when nothing should lead there. */
export function linkAttributes(address: string | null | undefined): string | undefined {
  const here = placeHere(address ?? '');
  if (here !== undefined) return `href="${escapeMarkup(here)}"`;
  if (!address || !/^https?:\/\//i.test(address)) return undefined;
  return `href="${escapeMarkup(address)}" target="_blank" rel="noopener noreferrer"`;
}

/** @param html what is shown, escaped already. */
export function linked(html: string, address: string | null | undefined): string {
  const attributes = linkAttributes(address);
  return attributes === undefined ? html : `<a ${attributes}>${html}</a>`;
}
