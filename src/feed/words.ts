import { clean, foldSpace } from '../lib/text.ts';

/** Longer articles are found by their first twenty printed pages or so. */
const MOST = 20_000;

const UNREAD = new Set(['script', 'style', 'svg', 'math', 'iframe', 'object', 'noscript', 'template']);
/** Elements that stand within a word; all others part what is before from what is after them. */
const INLINE =
  /^(?:a|abbr|b|bdi|bdo|cite|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var|wbr)$/;

/** Collects what HTML says between its tags. */
export class Words {
  #text = '';
  /** How many elements are open whose text is not read. */
  #unread = 0;

  /** @param name of an element, in lower case. */
  open(name: string): void {
    if (!INLINE.test(name)) this.add(' ');
    if (UNREAD.has(name)) this.#unread += 1;
  }

  close(name: string): void {
    if (UNREAD.has(name)) this.#unread = Math.max(0, this.#unread - 1);
    if (!INLINE.test(name)) this.add(' ');
  }

  add(text: string): void {
    // White space and controls, which fall away, leave room for as much again.
    if (this.#unread === 0 && this.#text.length < MOST * 2) this.#text += text;
  }

  /** On one line, of at most 20,000 characters. */
  toString(): string {
    return foldSpace(clean(this.#text)).trim().slice(0, MOST).toWellFormed();
  }
}
