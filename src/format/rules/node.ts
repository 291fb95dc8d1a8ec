/** As much of the DOM as the rules use. TypeScript's own is a browser's, and would make its globals visible everywhere. */
export interface Node {
  readonly nodeName: string;
  readonly textContent: string;
  readonly parentNode: Node | null;
  readonly previousSibling: Node | null;
  readonly nextSibling: Node | null;
  getAttribute(name: string): string | null;
  /** Undefined in domino where the standard says null; ask {@link find}. */
  querySelector(selector: string): Node | null | undefined;
  querySelectorAll(selector: string): ArrayLike<Node>;
}

/** What an element becomes; turndown's rule, narrowed to what Herald's rules need. */
export interface Rule {
  readonly filter: (node: Node) => boolean;
  readonly replacement: (content: string, node: Node) => string;
}

/** A filter for elements by their lower-case names. */
export function named(...names: readonly string[]): (node: Node) => boolean {
  const upper = new Set(names.map((name) => name.toUpperCase()));
  return (node) => upper.has(node.nodeName);
}

/** A filter for elements one of whose classes matches. */
export function classed(pattern: RegExp): (node: Node) => boolean {
  return (node) => pattern.test(node.getAttribute('class') ?? '');
}

/** The nearest element around this one with such a name. */
export function around(node: Node, isWanted: (node: Node) => boolean): Node | undefined {
  let outer = node.parentNode;
  while (outer !== null && outer.nodeName !== '#document') {
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

/** The first element inside that a CSS selector describes. */
export function find(node: Node, selector: string): Node | undefined {
  return node.querySelector(selector) ?? undefined;
}

/** An attribute on one line, empty when there is none. */
export function attribute(node: Node, name: string): string {
  return (node.getAttribute(name) ?? '').replace(/\s+/g, ' ').trim();
}

/** An element's text on one line. */
export function textOf(node: Node | undefined): string {
  return (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** A paragraph of its own, or nothing. */
export function block(text: string): string {
  return text === '' ? '' : `\n\n${text}\n\n`;
}
