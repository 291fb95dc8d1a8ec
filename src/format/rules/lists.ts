import { named, placeOf, type Node, type Rule } from './node.ts';

const isItem = named('li');

/** Lists and their nesting. Discord ends a list at an empty line, so everything in a point stays on adjoining lines. */
export const listRules: readonly Rule[] = [
  {
    filter: named('ul', 'ol'),
    replacement: (content, node) => {
      const list = content.replace(/^\n+|\n+$/g, '');
      if (list === '') return '';
      return node.parentNode !== null && isItem(node.parentNode) ? `\n${list}\n` : `\n\n${list}\n\n`;
    },
  },
  { filter: isItem, replacement: point },
];

function point(content: string, node: Node): string {
  const text = tight(content);
  if (text === '') return '';
  const marker = markerOf(node);
  const [first = '', ...others] = text.split('\n');
  let fenced = false;
  const indented = others.map((line) => {
    // Discord shows a code block's indentation as part of the code.
    if (line.startsWith('```')) fenced = !fenced;
    return fenced || line.startsWith('```') ? line : ' '.repeat(marker.length) + line;
  });
  // A point whose content begins with a block of code has no text of its own to stand beside the marker.
  if (first.startsWith('```')) return `\n${text}\n`;
  return `\n${[marker + first.trimStart(), ...indented].join('\n')}\n`;
}

function tight(content: string): string {
  let fenced = false;
  return content
    .replace(/^\n+|\s+$/g, '')
    .split('\n')
    .filter((line) => {
      if (line.startsWith('```')) fenced = !fenced;
      return fenced || line.trim() !== '';
    })
    .join('\n');
}

function markerOf(node: Node): string {
  const list = node.parentNode;
  if (list?.nodeName !== 'OL') return '- ';
  const start = Number.parseInt(list.getAttribute('start') ?? '1', 10);
  return `${(Number.isSafeInteger(start) && start >= 0 ? start : 1) + placeOf(node) - 1}. `;
}
