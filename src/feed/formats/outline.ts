import type { RawText } from '../charset.ts';
import { checksum } from '../../lib/text.ts';
import { findRoot, withoutControls } from './repair.ts';

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
 * @returns undefined when anything looks unusual: no ids, or the same twice; articles elsewhere; tags that don't match; a DTD.
 */
export function outlineOf({ raw, decode }: RawText): readonly Place[] | undefined {
  const root = findRoot(raw);
  const dialect = DIALECTS.find(({ path }) => path[0] === root?.name);
  // What a parser puts in could hide an end from us.
  const isPlain = root !== undefined && !/<!DOCTYPE/i.test(raw.slice(0, root.index));
  if (!isPlain || dialect === undefined) return undefined;
  const outline = new Outline(raw, decode, dialect);
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

/** U+FFFE and U+FFFF as the bytes of UTF-8, which count as controls. */
const RAW_NONCHARACTERS = /\xEF\xBF[\xBE\xBF]/;

/** Walks through a document from tag to tag. */
class Outline {
  /** Whether the root has ended, with nothing behind it. */
  complete = false;
  readonly places: Place[] = [];
  readonly #raw: string;
  readonly #decode: RawText['decode'];
  readonly #dialect: Dialect;
  readonly #open: { readonly name: string; readonly start: number; readonly inside: number }[] = [];
  #article: Unfinished | undefined;
  #paths = 0;

  constructor(raw: string, decode: RawText['decode'], dialect: Dialect) {
    this.#raw = raw;
    this.#decode = decode;
    this.#dialect = dialect;
  }

  /** Reads the next tag. @returns where it ends, or undefined when something is unusual. */
  step(at: number): number | undefined {
    const start = this.#raw.indexOf('<', at);
    if (start === -1) return undefined;
    if (this.#raw.startsWith('<![CDATA[', start)) return this.#afterPlain(']]>', start + 9);
    if (this.#raw.startsWith('<!--', start)) return this.#afterPlain('-->', start + 4);
    const end = this.#after('>', start);
    if (end === undefined) return undefined;
    const tag = this.#raw.slice(start + 1, end - 1);
    const usual = tag.startsWith('/') ? this.#close(tag.slice(1).trimEnd(), start, end) : this.#enter(tag, start, end);
    return usual ? end : undefined;
  }

  #after(mark: string, from: number): number | undefined {
    const found = this.#raw.indexOf(mark, from);
    return found === -1 ? undefined : found + mark.length;
  }

  /** Control characters, which a parser is spared, could part the signs of an end. Within a tag they are unusual anyway. */
  #afterPlain(mark: string, from: number): number | undefined {
    const end = this.#after(mark, from);
    const inside = this.#raw.slice(from, end);
    return withoutControls(inside) === inside && !RAW_NONCHARACTERS.test(inside) ? end : undefined;
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
    if (depth === 0) this.complete = this.#raw.slice(end).trim() === '';
    if (this.#article === undefined) return depth > 0 || this.complete;
    if (COUNTERS.has(name)) this.#article.counters.push([opened.start, end]);
    if (depth === path.length + 1) {
      if (bodies.has(name)) this.#article.bodies.push([opened.start, end]);
      if (name === id) this.#article.id = this.#decode(this.#raw.slice(opened.inside, start)).trim();
    } else if (depth === path.length) return this.#finish(this.#article, [opened.start, end]);
    return true;
  }

  #finish({ id, bodies, counters }: Unfinished, range: Range): boolean {
    this.#article = undefined;
    // An id that isn't written plainly is left to the parser.
    if (id === undefined || id === '' || /[<&]/.test(id)) return false;
    const fingerprint = checksum(without(this.#raw, range, counters));
    this.places.push({ id, range, bodies, fingerprint });
    return true;
  }
}

/** @param cut inside the range, in order. */
function without(raw: string, [start, end]: Range, cut: readonly Range[]): string {
  const ends = [start, ...cut.map(([, after]) => after)];
  return ends.map((from, index) => raw.slice(from, cut[index]?.[0] ?? end)).join('');
}
