import { columns, foldSpace } from '../../lib/text.ts';
import { bold, plain } from '../inline.ts';
import { fenced } from './code.ts';
import { around, block, find, findAll, named, placeOf, textOf, type Node, type Rule } from './node.ts';

/** What a block of code in an embed shows on a computer without breaking its lines. */
const MAX_WIDTH = 56;
const MAX_CELL = 300;
/** Both ends of a cell, and the end of a row, on their way up to the table; a pruned body has no controls. */
const CELL = '\u0001';
const ROW = '\u0002';

const isTable = named('table');
const isRow = named('tr');
const isCell = named('td', 'th');
const isSolid = named('table', 'pre', 'h1', 'h2', 'h3', 'h4', 'blockquote', 'iframe');

/** Tables: small ones drawn in a block of code, wide ones as a list. Those that only arrange a page vanish. */
export const tableRules: readonly Rule[] = [
  {
    filter: (node) => isCell(node) && inTabular(node),
    replacement: (content) => CELL + foldSpace(content).trim() + CELL,
  },
  { filter: (node) => node.nodeName === 'CAPTION' && inTabular(node), replacement: () => '' },
  { filter: (node) => isRow(node) && inTabular(node), replacement: (content) => content + ROW },
  { filter: (node) => isTable(node) && isTabular(node), replacement: (content, node) => table(content, node) },
  { filter: (node) => isTable(node) || isCell(node), replacement: (content) => `\n\n${content}\n\n` },
];

function inTabular(node: Node): boolean {
  const holder = around(node, isTable);
  return holder !== undefined && isTabular(holder);
}

const known = new WeakMap<Node, boolean>();

function isTabular(node: Node): boolean {
  const answer = known.get(node) ?? looksTabular(node);
  known.set(node, answer);
  return answer;
}

/** Newsletters are built of tables too; theirs hold paragraphs, pictures and further tables. */
function looksTabular(node: Node): boolean {
  if (/presentation|none/.test(node.getAttribute('role') ?? '')) return false;
  if (around(node, isTable) !== undefined) return false;
  if (find(node, isLayout) !== undefined) return false;
  const rows = findAll(node, isRow);
  const cells = findAll(node, isCell);
  if (rows.length < 2 || cells.length < rows.length * 1.5) return false;
  return cells.every((cell) => textOf(cell).length <= MAX_CELL);
}

/** What only a table that arranges a page holds. */
function isLayout(node: Node): boolean {
  if (node.nodeName === 'IMG') return around(node, named('td')) !== undefined;
  return isSolid(node) || (node.nodeName === 'P' && placeOf(node) > 1);
}

function table(content: string, node: Node): string {
  // The cells are at odd places; what stands beside them, where nothing should, comes before the table, as in a browser.
  const pieces = content.split(ROW).map((row) => row.split(CELL).map((piece) => piece.trim()));
  const beside = pieces.flatMap((row) => row.filter((piece, at) => at % 2 === 0 && piece !== '')).join(' ');
  const rows = pieces
    .map((row) => row.filter((_, at) => at % 2 === 1))
    .filter((row) => row.some((cell) => cell !== ''));
  const headed = find(node, named('th')) !== undefined;
  const caption = textOf(find(node, named('caption')));
  const drawn = draw(rows, headed);
  return block(beside) + (caption === '' ? '' : block(`-# ${caption}`)) + (drawn ?? block(list(rows, headed)));
}

/** The rows as aligned columns, or undefined when they are too wide. */
function draw(rows: readonly (readonly string[])[], headed: boolean): string | undefined {
  const texts = rows.map((row) => row.map((cell) => plain(cell)));
  const count = Math.max(0, ...texts.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(1, ...texts.map((row) => columns(row[at] ?? ''))));
  if (widths.reduce((sum, width) => sum + width + 2, -2) > MAX_WIDTH) return undefined;
  const lines = texts.map((row) =>
    widths
      .map((width, at) => (row[at] ?? '') + ' '.repeat(width - columns(row[at] ?? '')))
      .join('  ')
      .trimEnd(),
  );
  if (headed) lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  return fenced(lines.join('\n'));
}

/** A point for each row: its first cell, then the others under the names of their columns. */
function list(rows: readonly (readonly string[])[], headed: boolean): string {
  const names = headed ? (rows[0] ?? []) : [];
  return rows
    .slice(headed ? 1 : 0)
    .map(([first = '', ...others]) => {
      const details = others
        .map((cell, at) => (cell === '' ? '' : labelled(names[at + 1], cell)))
        .filter((cell) => cell !== '');
      return `- ${[bold(first), details.join(' · ')].filter((part) => part !== '').join(' — ')}`;
    })
    .join('\n');
}

function labelled(name: string | undefined, cell: string): string {
  return name === undefined || name === '' ? cell : `${name}: ${cell}`;
}
