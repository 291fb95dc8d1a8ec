import { codePoints } from '../lib/text.ts';
import type { Article, FullDigest } from '../model/article.ts';
import { cutLine } from './cut.ts';
import { escapeWithin } from './escape.ts';
import { plain } from './inline.ts';
import { SHOWN } from './limits.ts';
import { FENCE } from './lines.ts';
import { toMarkdown } from './markdown.ts';
import { withoutTitle } from './title.ts';

/** An article as the store keeps it: its body as Markdown of at most 2,400 code points. */
export function digest({ html, summary, ...facts }: Article): FullDigest {
  const markdown = withoutTitle(toMarkdown(html, { maxLength: SHOWN.stored * SPARE }), facts.title);
  return { ...facts, excerpt: excerpt(markdown, SHOWN.stored) };
}

/** Of the text that is read, some becomes less: so much more is read that what is left out is left out at a sentence. */
const SPARE = 1.25;

/** How much may be seen of an excerpt, beside what may be written. */
export interface Sight {
  /** Code points as they show: without marks, backslashes and the addresses of links. */
  readonly maxVisible?: number;
  /** Lines that are not empty. */
  readonly maxLines?: number;
}

interface Room {
  readonly points: number;
  readonly visible: number;
  readonly lines: number;
}

/** Enough of what may be seen stands already: a line that can't be cut at a sentence is left out. */
const ENOUGH = 0.4;
/** The ellipsis and the space before it. */
const ELLIPSIS = 2;
/** What says nothing at the end: a heading, an empty line (of a quote), a rule. */
const DANGLING = /^(?:#{1,3} .*|\*\*[^*]+\*\*:?|⁂|>?\s*)$/;

/**
 * The beginning of a text in Herald's Markdown, cut at the end of a block or a sentence, else of a word; never inside a link, an
 * escape, code or a grapheme. Blocks of code, bold and the like are closed. An ellipsis tells of the cut.
 *
 * @param markdown what `toMarkdown` returns: each line of it is balanced for itself.
 * @returns at most `maxCodePoints` code points.
 */
export function excerpt(markdown: string, maxCodePoints: number, sight: Sight = {}): string {
  const { maxVisible = maxCodePoints, maxLines = Infinity } = sight;
  const whole = { points: maxCodePoints, visible: maxVisible, lines: maxLines };
  const lines = markdown.trim().split('\n');
  const left = roomAfter(lines, whole);
  if (left.length === lines.length) return lines.join('\n');
  const first = lines.find((line) => line.trim() !== '' && !FENCE.test(line)) ?? '';
  return cut(lines, left, whole) ?? escapeWithin(plain(first), Math.min(maxCodePoints, maxVisible));
}

/** The room that is left after each of the first lines, as far as they fit. */
function roomAfter(lines: readonly string[], whole: Room): Room[] {
  const left: Room[] = [];
  let fenced = false;
  for (const line of lines) {
    if (FENCE.test(line)) fenced = !fenced;
    const room = without(left.at(-1) ?? whole, line, fenced);
    if (room.points < -1 || room.visible < 0 || room.lines < 0) break;
    left.push(room);
  }
  return left;
}

function without(room: Room, line: string, isCode: boolean): Room {
  return {
    // The last line ends without the line feed that is counted here.
    points: room.points - codePoints(line) - 1,
    visible: room.visible - codePoints(isCode ? line : plain(line)),
    lines: room.lines - (line.trim() === '' ? 0 : 1),
  };
}

/** The lines that fit with an ellipsis and, of the next one, what fits; undefined when that is nothing. */
function cut(lines: readonly string[], rooms: readonly Room[], whole: Room): string | undefined {
  const kept = lines.slice(0, rooms.findLastIndex(({ points }) => points >= ELLIPSIS - 1) + 1);
  const next = lines[kept.length] ?? '';
  const left = rooms[kept.length - 1] ?? whole;
  const enough = whole.visible - left.visible >= whole.visible * ENOUGH;
  const fence = openFence(kept);
  if (fence !== undefined) return cutCode(kept, fence, whole, enough);
  const part = left.lines < 1 || FENCE.test(next) ? undefined : cutLine(next, left, !enough);
  if (part !== undefined) return [...kept, part].join('\n');
  return ended(kept);
}

/** Where a block of code begins that has not ended, as an index. */
function openFence(lines: readonly string[]): number | undefined {
  const fences = lines.flatMap((line, at) => (FENCE.test(line) ? [at] : []));
  return fences.length % 2 === 1 ? fences.at(-1) : undefined;
}

/** Closes a block of code that would go on; a few lines of it are worth showing only when there is little else. */
function cutCode(kept: readonly string[], fence: number, whole: Room, enough: boolean): string | undefined {
  const before = kept.slice(0, fence);
  if (enough && before.some((line) => line !== '')) return ended(before);
  const close = kept[fence]?.startsWith('> ') === true ? '> ```' : '```';
  const code = kept.slice(fence + 1);
  const all = () => [...kept.slice(0, fence + 1), ...code, close, '…'].join('\n');
  while (code.length > 0 && codePoints(all()) > whole.points) code.pop();
  return code.length > 0 ? all() : ended(before);
}

/** Whole lines with an ellipsis after them; a heading with nothing below it goes. */
function ended(lines: readonly string[]): string | undefined {
  const last = lines.findLastIndex((line) => !DANGLING.test(line));
  if (last === -1) return undefined;
  const text = lines.slice(0, last + 1).join('\n');
  return FENCE.test(lines[last] ?? '') ? `${text}\n…` : `${text} …`;
}
