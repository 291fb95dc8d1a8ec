const HEAD_LENGTH = 16_384;
/** What short entities can blow a document up to is bounded by how many are read. */
const MOST_REFERENCES = 10_000;
const ROOT = /<!--[\s\S]*?-->|<((?:[\w.-]+:)?(?:rss|rdf|feed|entry|channel))(?=[\s>/])|<(?:html|body)(?=[\s>])/gi;

/** The part of a document in which its root is looked for, each byte as one sign: ASCII is itself. */
export function headOf(document: Buffer): string {
  return document.toString('latin1', 0, HEAD_LENGTH);
}

/** Where a feed's root begins, and its name as written; whatever stands before it (declarations, warnings of PHP) is junk. */
export function findRoot(text: string): { readonly index: number; readonly name: string } | undefined {
  for (const match of text.slice(0, HEAD_LENGTH).matchAll(ROOT)) {
    if (match[1] !== undefined) return { index: match.index, name: match[1] };
    if (!match[0].startsWith('<!')) return undefined;
  }
  return undefined;
}

/** The text without the characters that XML 1.0, 2.2 forbids. */
export function withoutControls(text: string): string {
  return text.replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]+/g, '');
}

/**
 * What a lenient reader takes for more than it is: a sign of comparison for a tag (none has a `<` inside), and what ends a text or an attribute for a
 * part of the reference that a bare `&` seems to begin (`<title>R&D</title>` would swallow all that follows). CDATA has neither.
 */
const TRAP = /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<(?=\s|[^\s<>!?/][^<>]*<)|&(?=[^\s&;<>"']{0,64}[<"'])/g;

/**
 * A document made fit for a lenient reader: bare signs escaped, short entities of its own DTD in place, and an end where it was
 * cut off (what the cut went through is dropped: half an article is none).
 */
export function mend(text: string): string {
  const root = findRoot(text);
  if (root === undefined) return text;
  const entities = ownEntities(text.slice(0, root.index));
  const whole = withEnd(text.slice(root.index), root.name).replace(TRAP, (trap) => ESCAPED[trap] ?? trap);
  if (entities.size === 0) return whole;
  let left = MOST_REFERENCES;
  return whole.replace(/&(\w{1,32});/g, (reference, name: string) => {
    const value = entities.get(name);
    return value !== undefined && left-- > 0 ? value : reference;
  });
}

const ESCAPED: Readonly<Record<string, string>> = { '<': '&lt;', '&': '&amp;' };

function withEnd(text: string, root: string): string {
  const end = `</${root}>`;
  if (text.slice(-HEAD_LENGTH).toLowerCase().includes(end.toLowerCase())) return text;
  const cut = /^[\s\S]*<\/(?:[\w.-]{1,32}:)?(?:item|entry)\s{0,9}>/i.exec(text)?.[0] ?? text;
  return cut + end;
}

/** Entities that refer to others stay unread: they may be a bomb. */
function ownEntities(head: string): ReadonlyMap<string, string> {
  const declared = head.matchAll(/<!ENTITY\s+(\w{1,32})\s+(?:"([^"&]{0,32}|&#\w+;)"|'([^'&]{0,32}|&#\w+;)')\s*>/g);
  return new Map([...declared].map(([, name = '', double, single]) => [name, double ?? single ?? '']));
}
