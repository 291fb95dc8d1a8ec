import { Tokenizer } from 'htmlparser2';
import { absolute, ADDRESSED } from './addresses.ts';
import { OwnPicture } from './own-picture.ts';
import { escapeHtml } from './plain.ts';
import { Words } from './words.ts';

/** A body with every address absolute, and what is found in it. */
export interface Body {
  readonly html: string;
  /** The first of its pictures that is the article's own. */
  readonly image: string | undefined;
  /** What it says, as plain text on one line of at most 20,000 characters: what a search looks through. */
  readonly text: string;
}

const WATCHED = new Set([...ADDRESSED, 'class', 'alt', 'width', 'height']);

/**
 * Makes the addresses in a body absolute, and looks for its picture and its words. All but these addresses stays as it was written,
 * byte for byte, so that escaped code samples stay escaped. It is read by the tokenizer alone, since htmlparser2's Parser takes
 * quadratic time where elements are opened and never closed.
 */
export function readBody(html: string, base: string): Body {
  const reader = new BodyReader(html, base);
  const tokenizer = new Tokenizer({ decodeEntities: true, recognizeSelfClosing: true }, reader);
  tokenizer.write(html);
  tokenizer.end();
  return reader.body();
}

type Callbacks = ConstructorParameters<typeof Tokenizer>[1];

const ignore = () => undefined;

class BodyReader implements Callbacks {
  readonly #html: string;
  readonly #base: string;
  /** The body as far as it is written, and up to where it was read for that. */
  #written = '';
  #copied = 0;
  readonly #words = new Words();
  readonly #picture: OwnPicture;

  #name = '';
  #attributes: Record<string, string> = {};
  /** The attribute that is being read, when it matters, and where its name ends. */
  #attribute: string | undefined;
  #nameEnd = 0;
  #value = '';

  constructor(html: string, base: string) {
    this.#html = html;
    this.#base = base;
    this.#picture = new OwnPicture(base);
  }

  body(): Body {
    const html = this.#written + this.#html.slice(this.#copied);
    return { html, image: this.#picture.url, text: this.#words.toString() };
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#attributes = {};
    this.#words.open(this.#name);
  }

  onattribname(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    this.#attribute = WATCHED.has(name) ? name : undefined;
    this.#nameEnd = end;
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.#attribute !== undefined) this.#value += this.#html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    if (this.#attribute !== undefined) this.#value += String.fromCodePoint(codePoint);
  }

  onattribend(_quote: unknown, end: number): void {
    const name = this.#attribute;
    if (name === undefined) return;
    this.#attributes[name] ??= this.#value;
    if (!ADDRESSED.has(name)) return;
    const url = absolute(name, this.#value, this.#base);
    if (url === this.#value) return;
    const written = this.#html.slice(this.#nameEnd, end);
    const [before = ''] = /^\s*=\s*["']?/.exec(written) ?? [];
    const after = /["']$/.test(before) ? before.slice(-1) : '';
    this.#written += `${this.#html.slice(this.#copied, this.#nameEnd)}${before}${escapeHtml(url).replaceAll("'", '&#39;')}${after}`;
    this.#copied = end;
  }

  onopentagend(): void {
    this.#picture.open(this.#name, this.#attributes);
  }

  /** Bodies that were XHTML say `<iframe .../>`, which HTML reads as an iframe that swallows the rest. */
  onselfclosingtag(): void {
    this.#words.close(this.#name);
    this.onopentagend();
    this.#picture.close(this.#name);
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    this.#picture.close(name);
    this.#words.close(name);
  }

  ontext(start: number, end: number): void {
    this.#words.add(this.#html.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.#words.add(String.fromCodePoint(codePoint));
  }

  oncdata(start: number, end: number): void {
    this.ontext(start, end);
  }

  readonly oncomment = ignore;
  readonly ondeclaration = ignore;
  readonly onend = ignore;
  readonly onprocessinginstruction = ignore;
}
