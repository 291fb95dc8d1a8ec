import { checksum } from '../../lib/text.ts';
import { findRoot, headOf, withoutControls } from './repair.ts';

/** Where an article stands in a document, as far as can be told without parsing. */
export interface Place {
  /** As the document states it. */
  readonly id: string;
  /** Its element, from tag to tag. */
  readonly range: Range;
  /** The elements in it that may hold a long text. */
  readonly bodies: readonly Range[];
  /** A checksum of all that the document says of the article, but for what readers have done with it. */
  readonly fingerprint: number;
}

/** In bytes. */
type Range = readonly [start: number, end: number];

interface Dialect {
  /** The elements that articles are in, from the root on. */
  readonly path: readonly string[];
  readonly article: string;
  readonly id: string;
  readonly bodies: ReadonlySet<string>;
}

/** Counters, which change although the article does not. */
const COUNTERS = new Set(['slash:comments', 'slash:hit_parade', 'thr:total', 'media:community']);

const DIALECTS: readonly Dialect[] = [
  {
    path: ['rss', 'channel'],
    article: 'item',
    id: 'guid',
    bodies: new Set(['description', 'content:encoded']),
  },
  {
    path: ['feed'],
    article: 'entry',
    id: 'id',
    bodies: new Set(['content', 'summary']),
  },
];

/**
 * The articles of a plain RSS 2.0 or Atom document, found without a parser: it costs a fiftieth of one.
 *
 * @param document in UTF-8.
 * @returns undefined when anything looks unusual: no ids, or the same twice; articles elsewhere; tags that don't match; a DTD.
 */
export function outlineOf(document: Buffer): readonly Place[] | undefined {
  const head = headOf(document);
  const root = findRoot(head);
  const dialect = DIALECTS.find(({ path }) => path[0] === root?.name);
  // What a parser puts in could hide an end from us.
  const isPlain = root !== undefined && !/<!DOCTYPE/i.test(head.slice(0, root.index));
  if (!isPlain || dialect === undefined) return undefined;
  const outline = new Outline(document, dialect);
  for (let at: number | undefined = root.index; at !== undefined && !outline.complete;) at = outline.step(at);
  const ids = new Set(outline.places.map(({ id }) => id));
  return outline.complete && ids.size === outline.places.length ? outline.places : undefined;
}

const NAME = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/;
const ATTRIBUTES = /^(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?$/;

interface Unfinished {
  id: string | undefined;
  readonly bodies: Range[];
  readonly counters: Range[];
}

const LESS = 0x3c;
const GREATER = 0x3e;
const BANG = 0x21;
const CDATA = '<![CDATA[';
const COMMENT = '<!--';
/** U+FFFE and U+FFFF as the bytes of UTF-8, which count as controls. */
const NONCHARACTERS = /\xEF\xBF[\xBE\xBF]/;

/** Walks through a document from tag to tag. */
class Outline {
  /** Whether the root has ended, with nothing behind it. */
  complete = false;
  readonly places: Place[] = [];
  readonly #document: Buffer;
  readonly #dialect: Dialect;
  readonly #open: { readonly name: string; readonly start: number; readonly inside: number }[] = [];
  #article: Unfinished | undefined;
  #paths = 0;

  constructor(document: Buffer, dialect: Dialect) {
    this.#document = document;
    this.#dialect = dialect;
  }

  /** Reads the next tag. @returns where it ends, or undefined when something is unusual. */
  step(at: number): number | undefined {
    const start = this.#document.indexOf(LESS, at);
    if (start === -1) return undefined;
    if (this.#document[start + 1] === BANG) return this.#aside(start);
    const end = this.#document.indexOf(GREATER, start) + 1;
    if (end === 0) return undefined;
    const tag = this.#signs(start + 1, end - 1);
    const usual = tag.startsWith('/') ? this.#close(tag.slice(1).trimEnd(), start, end) : this.#enter(tag, start, end);
    return usual ? end : undefined;
  }

  /** Each byte as one sign. */
  #signs(start: number, end?: number): string {
    return this.#document.toString('latin1', start, end);
  }

  #decoded(start: number, end: number): string {
    return this.#document.toString('utf8', start, end);
  }

  /**
   * Reads what begins as a section or a comment does. Control characters, which a parser is spared, could part the signs of its
   * end. Within a tag they are unusual anyway.
   */
  #aside(start: number): number | undefined {
    const head = this.#signs(start, start + CDATA.length);
    const mark = head === CDATA ? ']]>' : head.startsWith(COMMENT) ? '-->' : undefined;
    if (mark === undefined) return undefined;
    const from = start + (head === CDATA ? CDATA : COMMENT).length;
    const found = this.#document.indexOf(mark, from);
    if (found === -1) return undefined;
    const inside = this.#signs(from, found);
    return withoutControls(inside) === inside && !NONCHARACTERS.test(inside) ? found + mark.length : undefined;
  }

  #enter(tag: string, start: number, end: number): boolean {
    const name = NAME.exec(tag)?.[0];
    if (name === undefined) return false;
    const attributes = tag.slice(name.length);
    if (!ATTRIBUTES.test(attributes) || !this.#isUsual(name, attributes)) return false;
    this.#open.push({ name, start, inside: end });
    return !attributes.endsWith('/') || this.#close(name, end, end);
  }

  /** Whether an element is where it should be, when it is one that matters. */
  #isUsual(name: string, attributes: string): boolean {
    const { path, article, id } = this.#dialect;
    const depth = this.#open.length;
    const local = name.slice(name.indexOf(':') + 1).toLowerCase();
    if (depth < path.length) {
      if (!path.includes(local)) return local !== 'item' && local !== 'entry';
      this.#paths += 1;
      // RSS has no namespace: where one is stated, names may mean something else.
      const foreign = article === 'item' && /\sxmlns\s*=/.test(attributes);
      return name === path[depth] && this.#paths <= path.length && !foreign;
    }
    if (depth === path.length) {
      if (local !== 'item' && local !== 'entry') return true;
      this.#article = { id: undefined, bodies: [], counters: [] };
      return name === article && !attributes.includes('xmlns');
    }
    if (depth > path.length + 1 || this.#article === undefined) return true;
    if (local !== 'guid' && local !== id) return local !== 'item';
    return name === id && this.#article.id === undefined && !attributes.includes('xmlns');
  }

  #close(name: string, start: number, end: number): boolean {
    const opened = this.#open.pop();
    if (opened?.name !== name) return false;
    const { path, id, bodies } = this.#dialect;
    const depth = this.#open.length;
    if (depth === 0) this.complete = this.#signs(end).trim() === '';
    if (this.#article === undefined) return depth > 0 || this.complete;
    if (COUNTERS.has(name)) this.#article.counters.push([opened.start, end]);
    if (depth === path.length + 1) {
      if (bodies.has(name)) this.#article.bodies.push([opened.start, end]);
      if (name === id) this.#article.id = this.#decoded(opened.inside, start).trim();
    } else if (depth === path.length) return this.#finish(this.#article, [opened.start, end]);
    return true;
  }

  #finish({ id, bodies, counters }: Unfinished, range: Range): boolean {
    this.#article = undefined;
    // An id that isn't written plainly is left to the parser.
    if (id === undefined || id === '' || /[<&]/.test(id)) return false;
    const fingerprint = checksum(...without(this.#document, range, counters));
    this.places.push({ id, range, bodies, fingerprint });
    return true;
  }
}

/** @param cut inside the range, in order: left out. */
function without(document: Buffer, [start, end]: Range, cut: readonly Range[]): Buffer[] {
  const starts = [start, ...cut.map(([, after]) => after)];
  return starts.map((from, index) => document.subarray(from, cut[index]?.[0] ?? end));
}
