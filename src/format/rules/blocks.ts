import { foldSpace } from '../../lib/text.ts';
import { bold } from '../inline.ts';
import { around, attribute, block, classed, named, textOf, type Node, type Rule } from './node.ts';

/** Headings, quotes, rules, folded sections, definition lists. */
export const blockRules: readonly Rule[] = [
  { filter: named('h1', 'h2', 'h3', 'h4', 'h5', 'h6'), replacement: heading },
  { filter: named('blockquote'), replacement: quote },
  { filter: named('hr'), replacement: () => '\n\n⁂\n\n' },
  { filter: named('summary'), replacement: (content) => block(bold(oneLine(content))) },
  { filter: named('dt'), replacement: (content) => `\n\n${bold(oneLine(content))}\n` },
  { filter: named('dd'), replacement: (content) => (content.trim() === '' ? '' : `\n${content.trim()}\n\n`) },
  { filter: isCallout, replacement: callout },
  {
    filter: named('p', 'div', 'details'),
    replacement: (content, node) => (isPublisherLine(node) ? '' : `\n\n${content}\n\n`),
  },
];

/** Discord has three levels; the deeper ones become bold lines. */
function heading(content: string, node: Node): string {
  const text = oneLine(content);
  if (text === '') return '';
  const level = Number(node.nodeName.slice(1));
  return block(level <= 3 && !around(node, named('li', 'a')) ? `${'#'.repeat(level)} ${text}` : bold(text));
}

/** Discord's quotes don't nest: an inner one is part of the outer. In a list they don't show at all. */
function quote(content: string, node: Node): string {
  const text = content.replace(/^\n+|\n+$/g, '');
  if (text === '') return '';
  if (around(node, named('li'))) return block(text);
  return block(text.replace(/^(?:> ?)?/gm, '> '));
}

const BOX = named('div', 'aside');

/** A remark in a box: Ghost's, GitHub's, Hashnode's, and those of the makers of documentation. */
const CALLOUT = classed(/(?:^|\s)(?:kg-callout-card|markdown-alert|admonition|callout)(?:$|\s)/);

function isCallout(node: Node): boolean {
  return BOX(node) && (CALLOUT(node) || attribute(node, 'data-node-type') === 'callout');
}

/** As a quote, with its emoji or its title before its text. */
function callout(content: string): string {
  const [mark = '', text, ...more] = content.trim().split(/\n{2,}/);
  const isTitle = /[\p{L}\p{N}]/u.test(mark) && mark.length < 40;
  const head = text === undefined ? mark : isTitle ? `${bold(oneLine(mark))}\n${text}` : `${mark} ${text}`;
  return mark === '' ? '' : block([head, ...more].join('\n').replace(/^(?:> ?)?/gm, '> '));
}

function oneLine(content: string): string {
  return foldSpace(content.replace(/^(?:[-*>]|#{1,3}|-#) /gm, '')).trim();
}

/** The line that WordPress, and Medium, add to every body of a feed. */
function isPublisherLine(node: Node): boolean {
  const text = node.textContent.length < 500 ? textOf(node) : '';
  return /^The post .+ (?:appeared first on|first appeared on) .+$|was originally published in .+ on Medium, where people are/.test(
    text,
  );
}
