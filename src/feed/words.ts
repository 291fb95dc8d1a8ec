import { clean, foldSpace } from '../lib/text.ts';

/** Longer articles are found by their first twenty printed pages or so. */
const MOST = 20_000;

const UNREAD = ['script', 'style', 'svg', 'math', 'iframe', 'object', 'noscript', 'template'];
/** Elements that stand within a word; all others part what is before from what is after them. */
const INLINE =
  'a abbr b bdi bdo cite code del em font i ins kbd mark q s samp small span strong sub sup u var wbr'.split(' ');

const KINDS: ReadonlyMap<string, 'unread' | 'inline'> = new Map([
  ...UNREAD.map((name) => [name, 'unread'] as const),
  ...INLINE.map((name) => [name, 'inline'] as const),
]);

/** Collects what HTML says between its tags. */
export class Words {
  #text = '';
  /** How many elements are open whose text is not read. */
  #unread = 0;

  /** @param name of an element, in lower case. */
  open(name: string): void {
    const kind = KINDS.get(name);
    if (kind !== 'inline') this.add(' ');
    if (kind === 'unread') this.#unread += 1;
  }

  close(name: string): void {
    const kind = KINDS.get(name);
    if (kind === 'unread') this.#unread = Math.max(0, this.#unread - 1);
    if (kind !== 'inline') this.add(' ');
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
