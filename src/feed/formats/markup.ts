import { escapeHtml, foldSpace, htmlOfText, plainText } from '../plain.ts';
import { attribute, hasElements, textOf, wholeText, type XmlElement, type XmlNode } from './tree.ts';

/** Whose rules a text follows: in Atom its `type` says what it is, in RSS it is HTML. */
export type Dialect = 'atom' | 'rss';

const LONGEST_TITLE = 4096;
const LOOKS_LIKE_HTML =
  /<\/?(?:p|a|b|i|br|div|em|h[1-6]|img|li|ol|ul|pre|span|strong|table|blockquote)(?:\s[^<>]*)?\/?>/i;
const VOID = new Set(['br', 'hr', 'img', 'input', 'source', 'wbr', 'area', 'col', 'embed', 'track']);

/** The plain text of a title. */
export function readTitle(node: XmlNode | undefined, dialect: Dialect): string {
  if (node === undefined) return '';
  if (hasElements(node)) return foldSpace(wholeText(node).slice(0, LONGEST_TITLE));
  const text = decoded(node).slice(0, LONGEST_TITLE);
  return kindOf(node, dialect, text) === 'text' ? foldSpace(text) : plainText(text);
}

/** A body as HTML, whatever it was written as. */
export function readMarkup(node: XmlNode | undefined, dialect: Dialect): string {
  if (node === undefined) return '';
  if (hasElements(node)) return childrenOf(withoutWrapper(node)).trim();
  const text = decoded(node).trim();
  switch (kindOf(node, dialect, text)) {
    case 'html':
      return text;
    case 'text':
      return htmlOfText(text);
    case 'xhtml':
      return escapeHtml(text);
  }
}

function kindOf(node: XmlNode, dialect: Dialect, text: string): 'html' | 'text' | 'xhtml' {
  const type = attribute(node, 'type')?.trim().toLowerCase();
  if (dialect === 'rss') return 'html';
  if (type === undefined || type === '') return LOOKS_LIKE_HTML.test(text) ? 'html' : 'text';
  if (type.includes('xhtml')) return LOOKS_LIKE_HTML.test(text) ? 'html' : 'xhtml';
  return type.includes('html') ? 'html' : 'text';
}

/** Atom 0.3 knows base64, and Atom 1.0 uses it for whatever is neither text nor XML. */
function decoded(node: XmlNode): string {
  const text = textOf(node);
  return attribute(node, 'mode')?.toLowerCase() === 'base64' ? Buffer.from(text, 'base64').toString() : text;
}

/** RFC 4287, 3.1.1.3: the one `div` around XHTML is no part of it. */
function withoutWrapper(node: XmlElement): XmlElement {
  const children = (node.$$ ?? []).filter((child) => child['#name'] !== '__text__' || textOf(child).trim() !== '');
  const [only] = children;
  return children.length === 1 && only?.['#name'] === 'div' ? only : node;
}

function childrenOf(node: XmlElement): string {
  return (node.$$ ?? []).map(serialised).join('');
}

function serialised(node: XmlElement): string {
  const name = node['#name'] ?? 'span';
  if (name === '__text__') return escapeHtml(textOf(node));
  const attributes = Object.entries(node.$ ?? {}).map(([key, value]) => ` ${key}="${escapeHtml(value)}"`);
  const open = `<${name}${attributes.join('')}>`;
  return VOID.has(name)
    ? open
    : `${open}${node.$$ === undefined ? escapeHtml(textOf(node)) : childrenOf(node)}</${name}>`;
}
