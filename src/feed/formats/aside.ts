import { decodeXML } from 'entities';
import { withoutControls } from './repair.ts';

/** A document that a parser may read, and what gives back the texts that it was spared. */
export interface Spared {
  readonly text: string;
  /** The text that a parser found in an element as it was written. */
  readonly restore: (found: string) => string;
}

type Range = readonly [start: number, end: number];

/** Shorter ones cost the parser less than the search for their ends. */
const LEAST_LENGTH = 1_000;
/** Begins and ends what stands in place of a text. */
const MARK = '\uE000';
const CDATA = '<![CDATA[';
const CDATA_END = ']]>';
/** What XML itself can tell: of any other reference the parser is the judge. */
const OTHER_REFERENCE = /&(?!(?:amp|lt|gt|quot|apos);)/;

/**
 * A document without some of its elements, and with a stand-in for the long texts of others: sax looks at every single character,
 * which for the body of one article takes longer than for all the rest.
 *
 * @param document in UTF-8.
 * @param removed in the document's order, as is `kept`; both are elements, from tag to tag.
 */
export function spared(document: Buffer, removed: readonly Range[], kept: readonly Range[]): Spared {
  const texts = new Map<string, string>();
  const replaced = removed.map(([start, end]) => ({ start, end, by: '' }));
  for (const element of document.includes(MARK) ? [] : kept) {
    const [start, end] = insideOf(document, element);
    const text = end - start < LEAST_LENGTH ? undefined : textOf(document.toString('utf8', start, end));
    if (text === undefined) continue;
    const by = `${MARK}${texts.size}${MARK}`;
    texts.set(by, text);
    replaced.push({ start, end, by });
  }
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, by } of replaced.toSorted((one, other) => one.start - other.start)) {
    pieces.push(document.toString('utf8', at, start), by);
    at = end;
  }
  return { text: pieces.join('') + document.toString('utf8', at), restore: (found) => texts.get(found) ?? found };
}

/** No attribute holds the end of a tag: what the outline takes for usual has none. */
function insideOf(document: Buffer, [start, end]: Range): Range {
  return [document.indexOf('>', start) + 1, document.lastIndexOf('</', end - 1)];
}

/** What is written between two tags, or undefined when that is more than a text. */
function textOf(written: string): string | undefined {
  if (!written.includes('<')) return OTHER_REFERENCE.test(written) ? undefined : withoutControls(decodeXML(written));
  const content = written.trim();
  const end = content.indexOf(CDATA_END);
  if (!content.startsWith(CDATA) || end !== content.length - CDATA_END.length) return undefined;
  return content.slice(CDATA.length, end);
}
