import { httpUrl } from './links.ts';
import { isPicture } from './pictures.ts';

/** By their names in lower case, the first of each. */
export type Attributes = Readonly<Record<string, string>>;

/** Boxes that show other articles or people: pictures in them are not this article's own. */
const CARD = /\b(?:ltag__|crayons-|kg-bookmark|wp-embed|wp-block-embed|embedly|avatar|author|byline|share|social)/;
const VOID = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);

/** Looks among the elements of a body for the first picture that is the article's own. */
export class OwnPicture {
  url: string | undefined;
  readonly #base: string;
  /** The name of the card that is open, and how many elements of each name were opened since, itself among them. */
  #card = '';
  readonly #opened = new Map<string, number>();

  constructor(base: string) {
    this.#base = base;
  }

  /** @param name in lower case. */
  open(name: string, attributes: Attributes): void {
    if (this.url !== undefined) return;
    // A paragraph ends where the next one begins.
    if (name === 'p' && this.#card === 'p') this.#card = '';
    const isCard = attributes['class'] !== undefined && CARD.test(attributes['class']);
    if (name === 'img' && this.#card === '' && !isCard) this.url = pictureOf(attributes, this.#base);
    if (VOID.has(name) || (this.#card === '' && !isCard)) return;
    if (this.#card === '') {
      this.#card = name;
      this.#opened.clear();
    }
    this.#opened.set(name, (this.#opened.get(name) ?? 0) + 1);
  }

  close(name: string): void {
    if (this.#card === '') return;
    const left = (this.#opened.get(name) ?? 0) - 1;
    this.#opened.set(name, left);
    // What was opened before the card ends it, too: points of a list and the like need no end of their own. A stray `</p>` is common.
    if (name === this.#card ? left === 0 : left < 0 && name !== 'p' && !VOID.has(name)) this.#card = '';
  }
}

function pictureOf(attributes: Attributes, base: string): string | undefined {
  const { src, width, height, alt = '' } = attributes;
  // Pages that load pictures late keep the true address beside a placeholder.
  const url = httpUrl(attributes['data-src'], base) ?? httpUrl(src, base);
  if (url === undefined) return undefined;
  return isPicture({ url, width, height, words: `${attributes['class'] ?? ''} ${alt}` }) ? url : undefined;
}
