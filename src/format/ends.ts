import { named, type Node } from './rules/node.ts';

const CELLS = ['td', 'th', 'caption'];
const ROWS = ['tr', ...CELLS];
const SECTIONS = ['thead', 'tbody', 'tfoot', ...ROWS];

/** Which elements, by their beginning, end which others inside of the innermost of what. */
const ENDINGS = [
  { begun: ['a'], ended: named('a'), within: named(...CELLS) },
  { begun: ['li'], ended: named('li', 'p'), within: named('ul', 'ol', 'blockquote', ...CELLS) },
  { begun: ['dt', 'dd'], ended: named('dt', 'dd', 'p'), within: named('dl', 'blockquote', ...CELLS) },
  { begun: ['td', 'th'], ended: named(...CELLS), within: named('table') },
  { begun: ['tr'], ended: named(...ROWS), within: named('table') },
  { begun: ['thead', 'tbody', 'tfoot'], ended: named(...SECTIONS), within: named('table') },
];

/**
 * The outermost of the open elements that ends where another one begins: a point of a list, say, at the next point. The parser
 * ends it only when nothing else is open inside of it, as a paragraph may be.
 *
 * @param at the innermost open element.
 */
export function endedBy<T extends Node & { parentNode: T | null }>(name: string, at: T): T | undefined {
  const ending = ENDINGS.find(({ begun }) => begun.includes(name));
  let ended: T | undefined;
  for (let node: T | null = at; ending !== undefined && node !== null && !ending.within(node); node = node.parentNode) {
    if (ending.ended(node)) ended = node;
  }
  return ended;
}
