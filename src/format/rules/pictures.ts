import { foldSpace } from '../../lib/text.ts';
import { escapeText, link, linkTarget } from '../escape.ts';
import { atoms } from '../inline.ts';
import { inlineCode } from './inline.ts';
import { around, attribute, block, find, named, textOf, type Node, type Rule } from './node.ts';

/** Begins every picture's link, so that a reader knows what it leads to, and a short excerpt can do without. */
export const PICTURE = '🖼️ ';

/** What a picture is called that says nothing of itself. */
export const NAMELESS = 'Picture';

/** Pictures, as links with what they show for a title: Discord shows none inside a text. */
export const pictureRules: readonly Rule[] = [
  { filter: named('img'), replacement: (_, node) => picture(node) },
  { filter: named('figcaption'), replacement: (content, node) => caption(content, node) },
];

/** A line of Markdown without its pictures' links; undefined when it has nothing else to say. */
export function withoutPictures(line: string): string | undefined {
  if (!line.includes(PICTURE)) return line;
  const all = atoms(line);
  const isSign = (at: number) => all[at]?.text.endsWith(PICTURE) === true && all[at + 1]?.kind === 'link';
  const left = all.map(({ text }, at) => (isSign(at) ? text.slice(0, -PICTURE.length) : isSign(at - 1) ? '' : text));
  const words = left.join('').trim();
  return /^[\s>#.-]*$/.test(words) ? undefined : words;
}

function picture(node: Node): string {
  const alt = attribute(node, 'alt');
  if (/\blatex\b/.test(attribute(node, 'class'))) return inlineCode(alt);
  if (isEmoji(node, alt)) return escapeText(alt);
  if (isIcon(node)) return '';
  const name = escapeText(nameOf(node) || textOf(captionOf(node)) || NAMELESS);
  const holder = around(node, named('a'));
  // Inside a link the picture is the link's title, unless there is a text to be it.
  if (holder !== undefined) return textOf(holder) === '' ? PICTURE + name : '';
  const address = addressOf(node);
  return address === undefined ? escapeText(nameOf(node)) : apart(PICTURE + link(name, address), node);
}

/** With a space between it and a text that touches it. */
function apart(linked: string, { previousSibling, nextSibling }: Node): string {
  const before = /\S$/.test(previousSibling?.textContent ?? '') ? ' ' : '';
  return before + linked + (/^\S/.test(nextSibling?.textContent ?? '') ? ' ' : '');
}

function caption(content: string, node: Node): string {
  const text = foldSpace(content).trim();
  const pictured = find(around(node, named('figure')) ?? node, named('img'));
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
  return figure === undefined ? undefined : find(figure, named('figcaption'));
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
