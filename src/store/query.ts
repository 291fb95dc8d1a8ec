import { segmented } from './tokens.ts';

/** What somebody wants to find: one of each group, and nothing of `none`. Words and phrases as they were typed. */
export interface Query {
  readonly all: readonly (readonly string[])[];
  readonly none: readonly string[];
}

const MAX_TERMS = 32;
const MAX_LENGTH = 1000;
const TERM = /(-?)(?:"([^"]*)"?|([^\s"]+))/gu;

/** Reads what was typed: words, "exact phrases", -without, or. Whatever it is, it is no error. */
export function parseQuery(typed: string): Query {
  const all: string[][] = [];
  const none: string[] = [];
  let joins = false;
  for (const [, minus, phrase, word = ''] of typed.slice(0, MAX_LENGTH).replace(/[()]/g, ' ').matchAll(TERM)) {
    if (all.flat().length + none.length >= MAX_TERMS) break;
    const isOr = phrase === undefined && minus === '' && /^or$/i.test(word);
    const term = phrase ?? word;
    if (isOr) joins = all.length > 0;
    if (isOr || !/[\p{L}\p{N}]/u.test(term)) continue;
    if (minus === '-') none.push(term);
    else if (joins) all.at(-1)?.push(term);
    else all.push([term]);
    joins = false;
  }
  return { all, none };
}

/**
 * A query in FTS5's language, all of it quoted, and what must hold besides.
 *
 * @param tokens groups of tokens of which one each must be there.
 * @returns undefined where nothing must be there: FTS5 can't look for all, nor for all but something.
 */
export function matchOf({ all, none }: Query, tokens: readonly (readonly string[])[]): string | undefined {
  const wanted = [...all.map(anyOf), ...tokens.map(quoted)].map((group) => `(${group})`).join(' AND ');
  if (wanted === '') return undefined;
  return none.length === 0 ? wanted : `(${wanted}) NOT (${anyOf(none)})`;
}

/** Whether a query leaves out all that it asks for: looking for that would go through everything, and find nothing. */
export function isContradiction({ all, none }: Query): boolean {
  const leftOut = new Set(none.map(comparable));
  return all.some((group) => group.every((term) => leftOut.has(comparable(term))));
}

function comparable(term: string): string {
  return segmented(term).trim().toLowerCase();
}

/** The words to score what was found by, quoted; a phrase by its words, which are counted without looking into texts. */
export function wordsOf({ all }: Query): string[] {
  const words = all.flat().flatMap((term) => segmented(term).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []);
  return [...new Set(words)].map((word) => `"${word}"`);
}

function anyOf(terms: readonly string[]): string {
  return quoted(terms.map(segmented));
}

/** Between quotes nothing is an operator; FTS5 ends a text at a NUL. */
function quoted(terms: readonly string[]): string {
  return terms.map((term) => `"${term.replace(/["\0]/g, ' ')}"`).join(' OR ');
}
