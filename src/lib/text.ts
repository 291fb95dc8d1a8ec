import { crc32 } from 'node:zlib';

/** How many Unicode code points a text has: the unit of Discord's limits. */
export function codePoints(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cuts a text to at most `max` code points, between graphemes, with an ellipsis in place of what is gone. A single grapheme
 * of more code points than that is cut between code points.
 */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  // `max` code points are at most 2 * max UTF-16 units: what lies beyond need not be looked at.
  if (text.length <= max * 2 && codePoints(text) <= max) return text;
  if (max < 1) return '';
  return `${headOf(text.slice(0, max * 2 + 2), max - 1).trimEnd()}…`;
}

/** As many whole graphemes of a text as fit, or, when not even one does, code points. */
function headOf(text: string, max: number): string {
  const points = Array.from(text).slice(0, max).join('');
  const end = graphemes.segment(text).containing(points.length)?.index ?? text.length;
  return end > 0 ? text.slice(0, end) : points;
}

/**
 * Controls, but for tab and line feed, and format characters that garble a line for its reader: soft hyphens and other invisible
 * padding, and explicit bidirectional embeddings, overrides and isolates (a name that opens one and never closes it turns round
 * all that follows, Unicode TR 36, 2.5). Right-to-left text needs none of them; joiners (emoji, Persian) and direction marks stay.
 */
const GARBLING = /[\0-\x08\x0B-\x1F\x7F-\x9F\u00AD\u034F\u180E\u200B\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;

/** A text without lone surrogates, controls other than tab and line feed, and characters that garble a line. */
export function clean(text: string): string {
  const whole = text.toWellFormed();
  // Most are clean already.
  if (whole.search(GARBLING) === -1) return whole;
  return whole.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(GARBLING, '');
}

/** A text cleaned and folded to one line. */
export function oneLine(text: string): string {
  return foldSpace(clean(text)).trim();
}

/** A text with one space for each run of white space. Most runs are that already, and cost nothing. */
export function foldSpace(text: string): string {
  return text.replace(/\s{2,}|[^\S ]/g, ' ');
}

const RIGHT_TO_LEFT = /[\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}]/u;

/** Keeps a right-to-left piece from turning round its neighbours on the same line (first strong isolate, Unicode TR 9). */
export function isolate(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

const WIDE =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]|\uFE0F/u;

/** How many columns a text takes in a monospaced font; a CJK character or an emoji takes two. */
export function columns(text: string): number {
  // Every printable ASCII text is as wide as it is long.
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** CRC-32 of all pieces, texts in UTF-8, as a signed integer of 32 bits, which any database has. */
export function checksum(...pieces: readonly (string | Buffer)[]): number {
  return pieces.reduce((sum, piece) => crc32(piece, sum), 0) | 0;
}
