import { clean, codePoints, foldSpace, truncate } from '../lib/text.ts';
import { atoms, BARE_URL } from './inline.ts';
import { LIMITS } from './limits.ts';

/**
 * Makes plain text show in Discord as it is. Works on a piece of a line; {@link disarm} sees to mentions and emoji names, which
 * only show once the pieces are together.
 */
export function escapeText(text: string): string {
  // A backslash would become a part of an address.
  return text
    .split(BARE_URL)
    .map((piece, index) => (index % 2 === 1 ? piece : escapeMarks(piece)))
    .join('');
}

/** Makes a whole plain text show in Discord as it is, also where a line begins. */
export function escapeLine(text: string): string {
  return disarm(escapeText(text));
}

/** The same, cut so that what is written, backslashes and all, has at most so many code points. */
export function escapeWithin(text: string, maxCodePoints: number): string {
  for (let max = maxCodePoints; max > 0;) {
    const escaped = escapeLine(truncate(text, max));
    const excess = codePoints(escaped) - maxCodePoints;
    if (excess <= 0) return escaped;
    max -= excess;
  }
  return '';
}

function escapeMarks(text: string): string {
  return (
    text
      .replace(/[\\*_`[\]]/g, '\\$&')
      // One alone means nothing, but at the end of a piece the next piece may bring its twin.
      .replace(/(?<=^|~)~|~(?=~|$)|(?<=^|\|)\||\|(?=\||$)/g, '\\$&')
      .replace(/^(\s*)(#{1,3}|-#|>{1,3}|-)(?=\s|$)/, '$1\\$2')
      .replace(/^(\s*\d+)\.(?=\s)/, '$1\\.')
  );
}

/** What Discord reads as a mention, a command, a time or a guide; a custom emoji has an emoji's name in it. */
const ANGLED = /<(?=[@#/])|<t(?=:-?\d+>)|<id(?=:\w+>)/g;
const EMOJI_NAME = /:(?=[\w+~-]+:)/g;
const EVERYONE = /@(?=everyone|here)/g;

/** Takes the meaning from mentions and emoji names in a line of Markdown, except in code, where they have none. */
export function disarm(line: string): string {
  if (!/[<@]|:[\w+~-]+:/.test(line)) return line;
  return atoms(line)
    .map(({ kind, text }) => {
      if (kind === 'text') return disarmText(text);
      if (kind !== 'link') return text;
      const end = text.lastIndexOf('](');
      return `[${disarm(text.slice(1, end))}${text.slice(end)}`;
    })
    .join('');
}

function disarmText(text: string): string {
  return (
    text
      .replace(ANGLED, '$&\\')
      .replace(EMOJI_NAME, '\\:')
      // Discord's servers look for these two in the raw text, where a backslash does not count.
      .replace(EVERYONE, '@\u200B')
  );
}

/** An address as an embed takes it; undefined when it is none, too long, or not one that a reader should follow. */
export function linkUrl(address: string | undefined): string | undefined {
  const url = URL.parse(clean(address ?? '').trim());
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return url.href.length <= LIMITS.url ? url.href : undefined;
}

/** The same, as a link's Markdown takes it. */
export function linkTarget(address: string): string | undefined {
  return linkUrl(address)?.replace(/[()*<>[\]\\`|]|~~/g, (signs) => Array.from(signs, percent).join(''));
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A link with a title, in Markdown; the title alone when the address is none. `label` is Markdown of one line. */
export function link(label: string, address: string): string {
  const url = linkTarget(address);
  const name = foldSpace(label).trim();
  if (url === undefined) return name;
  // Discord shows a link whose title holds an address as it was written, brackets and all.
  if (name === '' || /https?:\/\//.test(name)) return `<${url}>`;
  return `[${balanced(name)}](${url})`;
}

/** Discord finds a title's end by counting brackets, escaped ones too. */
function balanced(label: string): string {
  let depth = 0;
  for (const sign of label) {
    if (sign === '[') depth += 1;
    if (sign === ']') depth -= 1;
    if (depth < 0 || depth > 1) break;
  }
  return depth === 0 ? label : label.replace(/\\?[[\]]/g, '');
}
