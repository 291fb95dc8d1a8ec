import { codePoints } from '../lib/text.ts';
import { atoms, plain } from './inline.ts';

/** What a cut line may have, in code points: as it is written, its ellipsis among it, and as it shows. */
export interface LineRoom {
  readonly points: number;
  readonly visible: number;
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const BLOCK_MARK = /^(?:> |\s*(?:[-*]|\d+\.) |#{1,3} |-# )*/;
const ABBREVIATED =
  /(?:^|[\s(])(?:e\.g|i\.e|vs|etc|cf|ca|approx|mr|mrs|ms|dr|prof|st|no|fig|u\.s|u\.k|a\.k\.a|\p{Lu})\.\s*$/iu;
/** A sentence that leaves more of the room empty than this gives way to the words that fit. */
const LEAST_SENTENCE = 0.3;

/**
 * The beginning of a line of Markdown that fits, with an ellipsis, its marks closed.
 *
 * @param anywhere whether it may end in the middle of a sentence, when no sentence fits.
 * @returns undefined when nothing fits.
 */
export function cutLine(line: string, room: LineRoom, anywhere: boolean): string | undefined {
  const sentence = lastFit(line, sentenceEnds(line), room, ' …');
  if (sentence !== undefined && (!anywhere || sentence.visible >= room.visible * LEAST_SENTENCE)) return sentence.text;
  if (!anywhere) return undefined;
  const word = lastFit(line, wordEnds(line), room, '…');
  return (word ?? sentence ?? lastFit(line, graphemeEnds(line, room), room, '…'))?.text;
}

function sentenceEnds(line: string): number[] {
  const mark = markLength(line);
  const ends: number[] = [];
  for (const { segment, index } of sentences.segment(line.slice(mark))) {
    if (!ABBREVIATED.test(segment)) ends.push(mark + index + segment.length);
  }
  return ends.slice(0, -1);
}

function wordEnds(line: string): number[] {
  const mark = markLength(line);
  return Array.from(line.matchAll(/\s+/g), ({ index }) => index).filter((end) => end > mark);
}

function graphemeEnds(line: string, room: LineRoom): number[] {
  const head = line.slice(0, Math.max(0, room.points) * 2);
  return Array.from(graphemes.segment(head), ({ index }) => index).filter((end) => end > markLength(line));
}

function markLength(line: string): number {
  return BLOCK_MARK.exec(line)?.[0].length ?? 0;
}

interface Fit {
  readonly text: string;
  readonly visible: number;
}

/** The longest beginning that ends at one of these places, outside of what can't be cut, and fits. */
function lastFit(line: string, ends: readonly number[], room: LineRoom, ellipsis: string): Fit | undefined {
  let best: Fit | undefined;
  let visible = 0;
  let open: string[] = [];
  for (const atom of atoms(line)) {
    if (atom.kind === 'mark') {
      open = toggled(open, atom.text);
      continue;
    }
    const stop = atom.at + atom.text.length;
    for (const end of ends) {
      if (end <= atom.at || end > stop || (end < stop && atom.kind !== 'text')) continue;
      const shown = visible + codePoints(plain(line.slice(atom.at, end)));
      const text = closed(line.slice(0, end), open, ellipsis);
      if (shown > room.visible || codePoints(text) > room.points) return best;
      best = { text, visible: shown };
    }
    visible += codePoints(plain(atom.text));
  }
  return best;
}

function closed(text: string, open: readonly string[], ellipsis: string): string {
  const kept = text.trimEnd();
  const body = ellipsis === '…' ? kept.replace(/(?<!\\)[\s,;:\u2013\u2014-]+$/, '') : kept;
  return `${body}${open.toReversed().join('')}${/[。！？｡]$/.test(body) ? '…' : ellipsis}`;
}

/** The marks that are open after this one; three asterisks are a bold one and one of italics. */
function toggled(open: readonly string[], mark: string): string[] {
  const marks = mark === '***' ? (open.at(-1) === '*' ? ['*', '**'] : ['**', '*']) : [mark];
  return marks.reduce(
    (still, each) => (still.includes(each) ? still.filter((other) => other !== each) : [...still, each]),
    [...open],
  );
}
