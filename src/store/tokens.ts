import { createHash } from 'node:crypto';

import { foldAuthor } from '../model/article.ts';

/**
 * A private-use character, which the tokenizer is told to take for a letter. No text that is indexed and nothing that is typed
 * keeps one, so that what begins with it can't be reached by words. The digits at its end are touched by no stemmer.
 */
export const TOKEN_MARK = '\u{E000}';

export function feedToken(feedId: number): string {
  return `${TOKEN_MARK}f${feedId}`;
}

/** @param tag folded. */
export function tagToken(tag: string): string {
  return `${TOKEN_MARK}t${digits(tag)}`;
}

export function authorToken(name: string): string {
  return `${TOKEN_MARK}a${digits(foldAuthor(name))}`;
}

function digits(text: string): string {
  return createHash('sha256').update(text).digest().readBigUInt64BE().toString();
}

const WITHOUT_SPACES = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー々〆]+/gu;

const words = new Intl.Segmenter('ja', { granularity: 'word' });

/** A text as the index and a query read it: scripts that put no spaces between words are cut into words. */
export function segmented(text: string): string {
  return text
    .replaceAll(TOKEN_MARK, ' ')
    .replace(WITHOUT_SPACES, (run) => ` ${Array.from(words.segment(run), ({ segment }) => segment).join(' ')} `);
}
