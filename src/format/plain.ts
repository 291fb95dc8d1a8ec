import { Tokenizer } from 'htmlparser2';

import { clean, foldSpace } from '../lib/text.ts';

/** Longer articles are found by their first twenty printed pages or so. */
const MAX_LENGTH = 20_000;
/** How much of a body is read at most: markup and embedded pictures count here. */
const MAX_READ = 1 << 20;
const CHUNK = 8192;

/** Bodies that were XHTML say `<iframe .../>`, which HTML reads as an iframe that swallows the rest. */
const SELF_CLOSED = /<\w[^<>]*\/>/g;

const UNREAD = new Set(['script', 'style', 'svg', 'math', 'iframe', 'object', 'noscript', 'template']);
/** Elements that stand within a word; all others part what is before from what is after them. */
const INLINE =
  /^(?:a|abbr|b|bdi|bdo|cite|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var|wbr)$/;

/**
 * All that a body says as plain text on one line, of at most 20,000 characters: what a search looks through. It is read by the
 * tokenizer alone, since htmlparser2's Parser takes quadratic time where elements are opened and never closed.
 */
export function plainText(html: string): string {
  const body = html.slice(0, MAX_READ).replace(SELF_CLOSED, ' ').toWellFormed();
  const page = new Page(body);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, page);
  for (let at = 0; at < body.length && page.text.length < MAX_LENGTH * 2; at += CHUNK)
    tokenizer.write(body.slice(at, at + CHUNK));
  tokenizer.end();
  return foldSpace(clean(page.text)).trim().slice(0, MAX_LENGTH).toWellFormed();
}

type Callbacks = ConstructorParameters<typeof Tokenizer>[1];

const ignore = () => undefined;

/** Collects the text between the tags. */
class Page implements Callbacks {
  text = '';
  readonly #body: string;
  #name = '';
  /** How many elements are open whose text is not read. */
  #unread = 0;

  constructor(body: string) {
    this.#body = body;
  }

  ontext(start: number, end: number): void {
    if (this.#unread === 0) this.text += this.#body.slice(start, end);
  }

  ontextentity(codePoint: number): void {
    if (this.#unread === 0) this.text += String.fromCodePoint(codePoint);
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#body.slice(start, end).toLowerCase();
    if (UNREAD.has(this.#name)) this.#unread += 1;
    this.#part();
  }

  onclosetag(start: number, end: number): void {
    this.#name = this.#body.slice(start, end).toLowerCase();
    if (UNREAD.has(this.#name)) this.#unread = Math.max(0, this.#unread - 1);
    this.#part();
  }

  #part(): void {
    if (!INLINE.test(this.#name)) this.text += ' ';
  }

  oncdata(start: number, end: number): void {
    this.ontext(start, end);
  }

  readonly onselfclosingtag = ignore;
  readonly onopentagend = ignore;
  readonly onattribdata = ignore;
  readonly onattribentity = ignore;
  readonly onattribend = ignore;
  readonly onattribname = ignore;
  readonly oncomment = ignore;
  readonly ondeclaration = ignore;
  readonly onend = ignore;
  readonly onprocessinginstruction = ignore;
}
