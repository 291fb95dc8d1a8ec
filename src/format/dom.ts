import { find, type Node } from './rules/node.ts';

/** An element or a text of a body: as much of a DOM's node as turndown and the rules ask for. */
export class Twig implements Node {
  readonly nodeName: string;
  readonly childNodes: Twig[] = [];
  parentNode: Twig | null = null;
  previousSibling: Twig | null = null;
  nextSibling: Twig | null = null;
  /** What a text says, nothing in an element. turndown folds the white space in it. */
  data: string;
  readonly #attributes: ReadonlyMap<string, string>;

  /** @param name in upper case, or `#text`. */
  constructor(name: string, attributes: ReadonlyMap<string, string>, data = '') {
    this.nodeName = name;
    this.#attributes = attributes;
    this.data = data;
  }

  get nodeType(): number {
    return this.nodeName === '#text' ? 3 : 1;
  }

  get nodeValue(): string {
    return this.data;
  }

  get textContent(): string {
    return this.childNodes.reduce((text, child) => text + child.textContent, this.data);
  }

  get firstChild(): Twig | null {
    return this.childNodes[0] ?? null;
  }

  /** How many elements it stands in. */
  get depth(): number {
    return this.parentNode === null ? 0 : this.parentNode.depth + 1;
  }

  /** Whether another one is this or stands in it. */
  contains(other: Twig | null): boolean {
    return other === this || (other !== null && this.contains(other.parentNode));
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  /** The first of them alone: turndown asks only whether there are any. */
  getElementsByTagName(name: string): readonly Node[] {
    const first = find(this, ({ nodeName }) => nodeName === name);
    return first === undefined ? [] : [first];
  }

  append(child: Twig): void {
    child.parentNode = this;
    child.previousSibling = this.childNodes.at(-1) ?? null;
    if (child.previousSibling !== null) child.previousSibling.nextSibling = child;
    this.childNodes.push(child);
  }

  removeChild(child: Twig): void {
    const { previousSibling, nextSibling } = child;
    if (previousSibling !== null) previousSibling.nextSibling = nextSibling;
    if (nextSibling !== null) nextSibling.previousSibling = previousSibling;
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
  }

  /** turndown changes only a copy, and needs none: nobody else has the tree. */
  cloneNode(): this {
    return this;
  }
}
