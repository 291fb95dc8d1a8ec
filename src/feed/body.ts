import { Parser } from 'htmlparser2';
import { httpUrl } from './links.ts';
import { isPicture } from './pictures.ts';
import { escapeHtml } from './plain.ts';

/** A body with every address absolute, and the first of its pictures that is the article's own. */
export interface Body {
  readonly html: string;
  readonly image: string | undefined;
}

const DEEPEST = 300;

type Attributes = Readonly<Record<string, string>>;

const ADDRESSES = ['href', 'src', 'poster', 'cite', 'data-src'];
const ADDRESSED = [...ADDRESSES, 'srcset'];

/** Boxes that show other articles or people: pictures in them are not this article's own. */
const CARD = /\b(?:ltag__|crayons-|kg-bookmark|wp-embed|wp-block-embed|embedly|avatar|author|byline|share|social)/;

/**
 * Makes the addresses in a body absolute, and looks for its picture. All but the tags that hold a relative address stays as it
 * was written, byte for byte, so that escaped code samples stay escaped.
 */
export function readBody(html: string, base: string): Body {
  if (!html.includes('<')) return { html, image: undefined };
  const pieces: string[] = [];
  let copied = 0;
  let depth = 0;
  let cardDepth = Infinity;
  let image: string | undefined;

  const parser = new Parser({
    onopentag(name, attributes: Attributes, implied) {
      depth += 1;
      // The parser's cost grows with the square of the depth: beyond what a page needs, the rest stays as it is.
      if (depth > DEEPEST) {
        parser.pause();
        return;
      }
      if (cardDepth === Infinity && CARD.test(attributes['class'] ?? '')) cardDepth = depth;
      if (name === 'img' && cardDepth === Infinity) image ??= pictureOf(attributes, base);
      const tag = implied ? undefined : withAddresses(name, attributes, base);
      if (tag === undefined) return;
      pieces.push(html.slice(copied, parser.startIndex), tag);
      copied = parser.endIndex + 1;
    },
    onclosetag() {
      depth -= 1;
      if (depth < cardDepth) cardDepth = Infinity;
    },
  });
  parser.end(html);
  return { html: pieces.join('') + html.slice(copied), image };
}

function pictureOf(attributes: Attributes, base: string): string | undefined {
  const { src, width, height, alt = '' } = attributes;
  // Pages that load pictures late keep the true address beside a placeholder.
  const url = httpUrl(attributes['data-src'], base) ?? httpUrl(src, base);
  if (url === undefined) return undefined;
  return isPicture({ url, width, height, words: `${attributes['class'] ?? ''} ${alt}` }) ? url : undefined;
}

/** The tag with its addresses absolute, or undefined when nothing in it changes. */
function withAddresses(name: string, attributes: Attributes, base: string): string | undefined {
  if (!ADDRESSED.some((key) => key in attributes)) return undefined;
  const resolved = Object.entries(attributes).map(([key, value]) => [key, absolute(key, value, base)] as const);
  if (resolved.every(([key, value]) => value === attributes[key])) return undefined;
  const written = resolved.map(([key, value]) => (value === '' ? ` ${key}` : ` ${key}="${escapeHtml(value)}"`));
  return `<${name}${written.join('')}>`;
}

function absolute(key: string, value: string, base: string): string {
  if (key === 'srcset') {
    return value.replace(/(^|,\s+)([^\s,]\S*)/g, (_, gap: string, url: string) => gap + resolved(url, base));
  }
  return ADDRESSES.includes(key) ? resolved(value, base) : value;
}

function resolved(value: string, base: string): string {
  const url = value.trim();
  // An address with a scheme is not ours to judge here: what turns the body into Markdown drops the unsafe ones.
  if (url === '' || /^[a-z][a-z\d+.-]*:/i.test(url)) return value;
  return URL.parse(url, base)?.href ?? value;
}
