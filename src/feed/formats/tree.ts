/** An element as rss-parser's XML reader leaves it: text alone is a string; names are lower case, prefixes canonical. */
export type XmlNode = string | XmlElement;

export interface XmlElement {
  readonly '#name'?: string;
  /** Attributes, names in lower case. */
  readonly $?: Readonly<Record<string, string>>;
  readonly _?: string;
  /** Children in order, texts among them as `__text__`: only in a document read with its order kept. */
  readonly $$?: readonly XmlElement[];
}

/** The children of that name. */
export function all(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  if (node === undefined || typeof node === 'string' || !Object.hasOwn(node, name)) return [];
  // xml2js keeps children in lists under their names, beside `$`, `_` and `$$`; the type can't tell them apart.
  return (node as unknown as Readonly<Record<string, readonly XmlNode[]>>)[name] ?? [];
}

/** The first child of the first of these names that there is. */
export function first(node: XmlNode | undefined, ...names: readonly string[]): XmlNode | undefined {
  for (const name of names) {
    const [found] = all(node, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first of these names whose text is not empty, trimmed. */
export function textIn(node: XmlNode | undefined, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const found of all(node, name)) {
      const text = (textOf(found).trim() || wholeText(found)).trim();
      if (text !== '') return text;
    }
  }
  return undefined;
}

export function attribute(node: XmlNode | undefined, name: string): string | undefined {
  return node === undefined || typeof node === 'string' ? undefined : node.$?.[name];
}

/** The text directly inside. */
export function textOf(node: XmlNode): string {
  return typeof node === 'string' ? node : (node._ ?? '');
}

/** All text inside, that of children in its place where their order was kept. */
export function wholeText(node: XmlNode): string {
  if (typeof node === 'string') return node;
  if (node.$$ !== undefined && node['#name'] !== '__text__') return node.$$.map(wholeText).join('');
  const children = Object.keys(node).filter((name) => !RESERVED.has(name));
  return textOf(node) + children.flatMap((name) => all(node, name).map(wholeText)).join('');
}

const RESERVED = new Set(['$', '_', '$$', '#name']);

export function hasElements(node: XmlNode): node is XmlElement {
  return typeof node !== 'string' && (node.$$?.some((child) => child['#name'] !== '__text__') ?? false);
}
