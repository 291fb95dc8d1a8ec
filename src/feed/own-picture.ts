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
  /** The card that is open, by its name, and how many of that name are. */
  #card = '';
  #cards = 0;

  constructor(base: string) {
    this.#base = base;
  }

  /** @param name in lower case. */
  open(name: string, attributes: Attributes): void {
    const isCard = CARD.test(attributes['class'] ?? '');
    if (name === 'img' && this.#cards === 0 && !isCard) this.url ??= pictureOf(attributes, this.#base);
    if (VOID.has(name)) return;
    // A paragraph ends where the next one begins.
    if (name === this.#card) this.#cards += name === 'p' ? -1 : 1;
    if (this.#cards === 0) this.#card = '';
    if (this.#card === '' && isCard) [this.#card, this.#cards] = [name, 1];
  }

  close(name: string): void {
    if (name === this.#card) this.#cards -= 1;
    if (this.#cards === 0) this.#card = '';
  }
}

function pictureOf(attributes: Attributes, base: string): string | undefined {
  const { src, width, height, alt = '' } = attributes;
  // Pages that load pictures late keep the true address beside a placeholder.
  const url = httpUrl(attributes['data-src'], base) ?? httpUrl(src, base);
  if (url === undefined) return undefined;
  return isPicture({ url, width, height, words: `${attributes['class'] ?? ''} ${alt}` }) ? url : undefined;
}
