import { foldSpace } from '../../lib/text.ts';

/** As much of the DOM as the rules use. TypeScript's own is a browser's, and would make its globals visible everywhere. */
export interface Node {
  readonly nodeName: string;
  readonly textContent: string;
  readonly parentNode: Node | null;
  readonly previousSibling: Node | null;
  readonly nextSibling: Node | null;
  readonly childNodes: readonly Node[];
  getAttribute(name: string): string | null;
}

/** What an element becomes; turndown's rule, narrowed to what Herald's rules need. */
export interface Rule {
  readonly filter: (node: Node) => boolean;
  readonly replacement: (content: string, node: Node) => string;
}

/** A filter for elements by their lower-case names. */
export function named(...names: readonly string[]): (node: Node) => boolean {
  const upper = names.map((name) => name.toUpperCase());
  return (node) => upper.includes(node.nodeName);
}

/** A filter for elements one of whose classes matches. */
export function classed(pattern: RegExp): (node: Node) => boolean {
  return (node) => pattern.test(node.getAttribute('class') ?? '');
}

/** The nearest element around this one with such a name. */
export function around(node: Node, isWanted: (node: Node) => boolean): Node | undefined {
  let outer = node.parentNode;
  while (outer !== null) {
    if (isWanted(outer)) return outer;
    outer = outer.parentNode;
  }
  return undefined;
}

/** An element's place among its siblings of the same name, from 1. */
export function placeOf(node: Node): number {
  let place = 1;
  for (let before = node.previousSibling; before !== null; before = before.previousSibling) {
    if (before.nodeName === node.nodeName) place += 1;
  }
  return place;
}

/** The first such element inside. */
export function find(node: Node, isWanted: (node: Node) => boolean): Node | undefined {
  for (const child of node.childNodes) {
    const found = isWanted(child) ? child : find(child, isWanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All such elements inside. */
export function findAll(node: Node, isWanted: (node: Node) => boolean): Node[] {
  return node.childNodes.flatMap((child) => [...(isWanted(child) ? [child] : []), ...findAll(child, isWanted)]);
}

/** An attribute on one line, empty when there is none. */
export function attribute(node: Node, name: string): string {
  return foldSpace(node.getAttribute(name) ?? '').trim();
}

/** An element's text on one line. */
export function textOf(node: Node | undefined): string {
  return foldSpace(node?.textContent ?? '').trim();
}

/** A paragraph of its own, or nothing. */
export function block(text: string): string {
  return text === '' ? '' : `\n\n${text}\n\n`;
}
