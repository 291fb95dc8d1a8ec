import { Parser } from 'htmlparser2';
import { clean, foldSpace, truncate } from '../lib/text.ts';
import { Twig } from './dom.ts';
import { endedBy } from './ends.ts';
import { isDropped, isKept, KEPT_ATTRIBUTES, type Attributes } from './junk.ts';

/** Deeper elements are unwrapped: turndown recurses, and overflows the stack at about 2,000 levels. */
const MAX_DEPTH = 80;
/** No article is that deep; the parser's own stack of open elements takes quadratic time. */
const ABSURD_DEPTH = 2000;
/** How much of a body is read at most; what is dropped (scripts, styles, data: pictures) counts here too. */
const MAX_READ = 1 << 20;
const CHUNK = 1024;
/** Elements cost more than text: there is at most one for so many characters that are wanted, and a hundred in any case. */
const TEXT_PER_ELEMENT = 3;
/** How many characters of markup there are at most for each of the text that is wanted. */
const MARKUP_SHARE = 8;

/**
 * The beginning of a body as a small tree: only the elements and attributes that mean something in Markdown, without scripts,
 * share buttons and the like. Bounded in length and depth, so that what reads it next is bounded too.
 *
 * @param maxText after about this many characters of text and of links' addresses the rest is left out, an ellipsis in its place.
 */
export function prune(html: string, maxText: number): Twig {
  const page = new Page(maxText);
  const parser = new Parser(
    {
      onopentag: (name, attributes: Attributes) => page.open(name, attributes),
      ontext: (text) => page.add(text),
      onclosetag: (name) => page.close(name),
    },
    // Bodies that were XHTML say `<iframe .../>`, which HTML would read as an iframe that swallows the rest.
    { recognizeSelfClosing: true },
  );
  const body = html.slice(0, MAX_READ).toWellFormed();
  for (let at = 0; at < body.length && !page.full; at += CHUNK) parser.write(body.slice(at, at + CHUNK));
  if (!page.full) parser.end();
  return page.finish();
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Collects what is kept. */
class Page {
  full = false;
  readonly #body = new Twig('BODY', NONE);
  /** The elements that the parser has open, with undefined for an unwrapped one. */
  readonly #open: (Twig | undefined)[] = [];
  /** The innermost one that is open in the tree. */
  #at = this.#body;
  /** Text that is not in the tree yet. A surrogate pair that two chunks tear apart is whole again in it. */
  #text = '';
  #dropping = 0;
  #preformatted = 0;
  #room: number;
  #markup: number;
  #elements: number;

  constructor(maxText: number) {
    this.#room = maxText;
    this.#markup = maxText * MARKUP_SHARE;
    this.#elements = 100 + maxText / TEXT_PER_ELEMENT;
  }

  open(name: string, attributes: Attributes): void {
    if (this.full) return;
    this.full = this.#open.length + this.#dropping > ABSURD_DEPTH;
    if (this.#dropping > 0 || isDropped(name, attributes)) {
      this.#dropping += 1;
      return;
    }
    if (name === 'pre') this.#preformatted += 1;
    if (name === 'br' && this.#preformatted > 0) this.#text += '\n';
    this.#end(endedBy(name, this.#at));
    const isWanted = this.#at.depth < MAX_DEPTH && isKept(name, attributes);
    this.#open.push(isWanted ? this.#grow(name, attributes) : undefined);
  }

  #grow(name: string, attributes: Attributes): Twig {
    const kept = Object.entries(attributes).filter(([key]) => KEPT_ATTRIBUTES.has(key));
    this.#markup -= kept.reduce((sum, [key, value = '']) => sum + ` ${key}="${value}"`.length, `<${name}>`.length);
    if (name === 'a') this.#room -= attributes['href']?.length ?? 0;
    this.#elements -= 1;
    this.full ||= this.#markup < 0 || this.#elements < 0;
    const element = new Twig(name.toUpperCase(), new Map(kept.map(([key, value = '']) => [key, clean(value)])));
    this.#flush();
    this.#at.append(element);
    this.#at = element;
    return element;
  }

  add(text: string): void {
    if (this.full || this.#dropping > 0) return;
    const folded = this.#preformatted > 0 ? shortRuns(text) : foldSpace(text);
    this.#text += folded.length > this.#room ? truncate(folded, Math.max(this.#room, 1)) : folded;
    this.#room -= folded.length;
    this.full = this.#room < 0;
  }

  close(name: string): void {
    if (this.full) return;
    if (this.#dropping > 0) {
      this.#dropping -= 1;
      return;
    }
    if (name === 'pre') this.#preformatted -= 1;
    this.#end(this.#open.pop());
  }

  /** Ends an element and all that is open in it, unless another has ended it already. */
  #end(element: Twig | undefined): void {
    if (element?.contains(this.#at) !== true) return;
    this.#flush();
    this.#at = element.parentNode ?? this.#at;
  }

  #flush(): void {
    const text = clean(this.#text);
    if (text !== '') this.#at.append(new Twig('#text', NONE, text));
    this.#text = '';
  }

  /** The whole tree. */
  finish(): Twig {
    this.#flush();
    return this.#body;
  }
}

/** turndown trims white space with patterns that take quadratic time on long runs of it. */
function shortRuns(text: string): string {
  return text.replace(/\s{200,}/g, (run) => run.slice(0, 200));
}
