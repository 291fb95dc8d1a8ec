import { oneLine, truncate } from '../lib/text.ts';
import { disarm, escapeText } from './escape.ts';
import { plain } from './inline.ts';
import { FENCE } from './lines.ts';

const MAX_LENGTH = 220;
/** How much stands before the first hit. */
const BEFORE = 60;

/** A piece of Markdown, without its marks, around the first hit; hits are bold. */
export function snippet(markdown: string, terms: readonly string[]): string {
  const text = visibleText(markdown);
  const wanted = telling(terms.flatMap((term) => fold(term).match(WORD) ?? []));
  const first = text.matchAll(WORD).find(([word]) => isHit(word, wanted))?.index ?? 0;
  const start = first <= BEFORE ? 0 : text.indexOf(' ', first - BEFORE) + 1 || first;
  const from = start > first ? first : start;
  const piece = cutAtWord(text.slice(from, from + MAX_LENGTH * 2));
  return `${from > 0 ? '… ' : ''}${marked(piece, wanted)}`;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
/** To end at a word, no more than this is given away: one that is longer is cut. */
const LEAST_LENGTH = 170;

/** An “a” that was typed beside other words would make half of a text bold. */
function telling(wanted: readonly string[]): readonly string[] {
  const longer = wanted.filter((word) => word.length > 1 || UNSPACED.test(word));
  return longer.length > 0 ? longer : wanted;
}

function cutAtWord(text: string): string {
  const cut = truncate(text, MAX_LENGTH);
  if (cut === text) return text;
  const { length } = cut.slice(0, -1);
  const space = text.lastIndexOf(' ', length);
  const end = space >= LEAST_LENGTH ? space : (words.segment(text).containing(length)?.index ?? 0);
  return end < LEAST_LENGTH ? cut : `${text.slice(0, end).replace(/[\s,;:\u2013\u2014-]+$/, '')}…`;
}

const WORD_OR_NOT = /([\p{L}\p{N}\p{M}]+)|([^\p{L}\p{N}\p{M}]+)/gu;
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]/u;

/** What a reader would see, on one line; code as it is. */
function visibleText(markdown: string): string {
  let fenced = false;
  const seen = markdown.split('\n').map((line) => {
    if (FENCE.test(line)) fenced = !fenced;
    else return fenced ? line : plain(line.replace(/^(?:> |\s*(?:-|\d+\.) |#{1,3} |-# )+/, ''));
    return '';
  });
  return oneLine(seen.join(' '));
}

function marked(text: string, wanted: readonly string[]): string {
  const escaped = text.replace(WORD_OR_NOT, (_, word: string | undefined, other: string | undefined) =>
    word === undefined ? escapeText(other ?? '') : bold(word, wanted),
  );
  return disarm(escaped).replaceAll('****', '');
}

function bold(word: string, wanted: readonly string[]): string {
  if (!isHit(word, wanted)) return word;
  if (!UNSPACED.test(word)) return `**${word}**`;
  return wanted.reduce((text, each) => (UNSPACED.test(each) ? text.replaceAll(each, `**${each}**`) : text), word);
}

/** Nearly as the index stems: a hit that is bold too little or too much harms nobody. */
function isHit(word: string, wanted: readonly string[]): boolean {
  const folded = fold(word);
  return wanted.some((each) =>
    UNSPACED.test(each) ? folded.includes(each) : folded === each || stem(folded) === stem(each),
  );
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
}

function stem(word: string): string {
  if (word.length < 5) return word.replace(/(?<=..)s$/, '');
  return word.replace(/(?:ations?|ing|ed|ies|es|e|s|y|ly|ers?)$/, '').replace(/([b-df-hj-np-tv-z])\1$/, '$1');
}
