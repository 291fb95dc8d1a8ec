import { escapeText, link, linkTarget } from '../escape.ts';
import { atoms } from '../inline.ts';
import { inlineCode } from './inline.ts';
import { around, attribute, block, find, named, textOf, type Node, type Rule } from './node.ts';

/** Begins every picture's link, so that a reader knows what it leads to, and a short excerpt can do without. */
export const PICTURE = '🖼️ ';

/** Pictures, as links with what they show for a title: Discord shows none inside a text. */
export const pictureRules: readonly Rule[] = [
  { filter: named('img'), replacement: (_, node) => picture(node) },
  { filter: named('figcaption'), replacement: (content, node) => caption(content, node) },
];

/** Whether a line of Markdown is a picture's link and nothing else. */
export function isPictureOnly(line: string): boolean {
  return line.startsWith(PICTURE) && atoms(line.slice(PICTURE.length)).length === 1;
}

function picture(node: Node): string {
  const alt = attribute(node, 'alt');
  if (/\blatex\b/.test(attribute(node, 'class'))) return inlineCode(alt);
  if (isEmoji(node, alt)) return escapeText(alt);
  if (isIcon(node)) return '';
  const name = escapeText(nameOf(node) || textOf(captionOf(node)) || 'Picture');
  const holder = around(node, named('a'));
  // Inside a link the picture is the link's title, unless there is a text to be it.
  if (holder !== undefined) return textOf(holder) === '' ? PICTURE + name : '';
  const address = addressOf(node);
  return address === undefined ? escapeText(nameOf(node)) : PICTURE + link(name, address);
}

function caption(content: string, node: Node): string {
  const text = content.replace(/\s+/g, ' ').trim();
  const pictured = find(around(node, named('figure')) ?? node, 'img');
  // The caption of a picture without a name of its own is that picture's title already.
  if (text === '' || (pictured !== undefined && nameOf(pictured) === '' && addressOf(pictured) !== undefined))
    return '';
  return block(`-# ${text}`);
}

function nameOf(node: Node): string {
  return attribute(node, 'alt') || attribute(node, 'title');
}

function captionOf(node: Node): Node | undefined {
  const figure = around(node, named('figure'));
  return figure === undefined ? undefined : find(figure, 'figcaption');
}

/** Pages that load pictures late keep the true address beside a placeholder. */
function addressOf(node: Node): string | undefined {
  return ['data-src', 'data-lazy-src', 'data-original', 'src']
    .map((name) => attribute(node, name))
    .find((address) => linkTarget(address) !== undefined);
}

function isEmoji(node: Node, alt: string): boolean {
  return /emoji|smiley/i.test(attribute(node, 'class')) || /^\p{Emoji_Presentation}$/u.test(alt);
}

/** Avatars, badges and buttons say nothing in a text. */
function isIcon(node: Node): boolean {
  const size = (name: string) => Number.parseInt(attribute(node, name), 10);
  if (size('width') <= 32 || size('height') <= 32) return true;
  return /avatar|gravatar|favicon|\bicon\b/i.test(`${attribute(node, 'class')} ${attribute(node, 'src')}`);
}
