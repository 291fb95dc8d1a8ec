import { escapeWithin } from '../src/format/escape.ts';
import { codePoints, isolate, oneLine } from '../src/lib/text.ts';

const SHOWN_TAGS = 10;
const MAX_TAG = 40;

/** What a member wrote into one option as a list: parts between commas. */
export function partsOf(list: string | undefined): string[] {
  return (list ?? '')
    .split(/[,،、，]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Tags in Markdown, the first ones of them. */
export function tagNames(tags: readonly string[], most = SHOWN_TAGS): string[] {
  const shown = tags.slice(0, most).map((tag) => isolate(escapeWithin(`#${oneLine(tag)}`, MAX_TAG)));
  return tags.length > most ? [...shown, '…'] : shown;
}

/**
 * As many of the parts as fit, joined.
 *
 * @param max in code points.
 * @param more says how many are left out.
 */
export function joinWithin(
  parts: readonly string[],
  separator: string,
  max: number,
  more: (count: number) => string,
): string {
  const whole = parts.join(separator);
  if (codePoints(whole) <= max) return whole;
  let room = max - codePoints(more(parts.length));
  const end = parts.findIndex((part) => (room -= codePoints(part) + codePoints(separator)) < 0);
  return [...parts.slice(0, end), more(parts.length - end)].join(separator);
}
