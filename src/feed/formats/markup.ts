import { isUtf8 } from 'node:buffer';
import { foldSpace } from '../../lib/text.ts';
import { escapeHtml, htmlOfText, plainText } from '../plain.ts';
import { attribute, hasElements, textOf, wholeText, type XmlElement, type XmlNode } from './tree.ts';

/** Whose rules a text follows: in Atom its `type` says what it is, in RSS it is HTML. */
export type Dialect = 'atom' | 'rss';

const LONGEST_TITLE = 4096;
const LOOKS_LIKE_HTML =
  /<\/?(?:p|a|b|i|br|div|em|h[1-6]|img|li|ol|ul|pre|span|strong|table|blockquote)(?:\s[^<>]*)?\/?>/i;
const BINARY = /^(?:audio|font|image|model|video)\/|^application\/(?:octet-stream|pdf|zip)/;
const VOID = new Set(['br', 'hr', 'img', 'input', 'source', 'wbr', 'area', 'col', 'embed', 'track']);

/** The plain text of a title. */
export function readTitle(node: XmlNode | undefined, dialect: Dialect): string {
  if (node === undefined) return '';
  if (hasElements(node)) return foldSpace(wholeText(node).slice(0, LONGEST_TITLE)).trim();
  const text = decoded(node).slice(0, LONGEST_TITLE);
  // Without a type Atom means plain text, and a title that talks of `<b>` must not lose it.
  const isText = dialect === 'atom' && typeOf(node) === '';
  return isText || !isHtml(node, dialect, text) ? foldSpace(text).trim() : plainText(text);
}

/** A body as HTML, whatever it was written as. */
export function readMarkup(node: XmlNode | undefined, dialect: Dialect): string {
  if (node === undefined) return '';
  if (hasElements(node))
    return childrenOf(wrapperOf(node) ?? node, typeOf(node) === 'html' ? String : escapeHtml).trim();
  const text = decoded(node).trim();
  if (!isHtml(node, dialect, text)) return htmlOfText(text);
  return dialect === 'rss' && text.includes('\n') && !/<[a-z!/]/i.test(text) ? withBreaks(text) : text;
}

/** Lines of a mail, which end where its window did. */
const WRAPPED = /^.{50,120}$/;

/** RSS means HTML, but podcasts and the like write plain text: a line that ends on purpose ends, too, where it is shown. */
function withBreaks(text: string): string {
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.split('\n').map((line) => line.trim()));
  const html = paragraphs.map((lines) =>
    lines.join(lines.slice(0, -1).every((line) => WRAPPED.test(line)) ? ' ' : '<br>\n'),
  );
  return html.length > 1 ? html.map((paragraph) => `<p>${paragraph}</p>`).join('\n') : (html[0] ?? '');
}

/** Where Atom states no type for a body, or XHTML for one without an element, writers mean what it looks like. */
function isHtml(node: XmlNode, dialect: Dialect, text: string): boolean {
  const type = typeOf(node);
  if (dialect === 'rss' || type === 'html' || type === 'text/html') return true;
  return !type.startsWith('text') && LOOKS_LIKE_HTML.test(text);
}

function typeOf(node: XmlNode): string {
  return attribute(node, 'type')?.trim().toLowerCase() ?? '';
}

/** Atom 0.3 knows base64, and Atom 1.0 uses it for what is neither text nor XML (RFC 4287, 4.1.3.3). */
function decoded(node: XmlNode): string {
  const text = textOf(node);
  const isOther = /^(?!text\/)[\w.-]+\/(?!.*(?:xml|html|json))/.test(typeOf(node));
  if (attribute(node, 'mode')?.toLowerCase() !== 'base64' && !isOther) return text;
  const bytes = Buffer.from(text, 'base64');
  if (isUtf8(bytes)) return bytes.toString();
  return BINARY.test(typeOf(node)) ? '' : text;
}

/** RFC 4287, 3.1.1.3: the one `div` around XHTML is no part of it. */
export function wrapperOf(node: XmlNode): XmlElement | undefined {
  if (typeof node === 'string') return undefined;
  const children = (node.$$ ?? []).filter((child) => child['#name'] !== '__text__' || textOf(child).trim() !== '');
  const [only] = children;
  return children.length === 1 && only?.['#name'] === 'div' ? only : undefined;
}

/** @param written how a text was meant: in XHTML it is escaped again, in Atom's `html` it is HTML itself. */
function childrenOf(node: XmlElement, written: (text: string) => string): string {
  return (node.$$ ?? []).map((child) => serialised(child, written)).join('');
}

function serialised(node: XmlElement, written: (text: string) => string): string {
  const name = node['#name'] ?? 'span';
  if (name === '__text__') return written(textOf(node));
  const attributes = Object.entries(node.$ ?? {}).filter(([key]) => !key.startsWith('xml'));
  const open = `<${name}${attributes.map(([key, value]) => ` ${key}="${escapeHtml(value)}"`).join('')}>`;
  // A lenient reader takes what follows an unclosed `<br>` for its content.
  return `${open}${childrenOf(node, written)}${VOID.has(name) ? '' : `</${name}>`}`;
}
