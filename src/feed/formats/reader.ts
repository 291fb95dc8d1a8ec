import RssParser from 'rss-parser';
import type { Spared } from './aside.ts';
import { createNaming, HostileError } from './names.ts';
import { findRoot, mend, withoutControls } from './repair.ts';
import { all, type XmlNode } from './tree.ts';

/** A feed's elements, before anything is made of them. */
export interface XmlFeed {
  /** The `feed`, or the `channel`. */
  readonly channel: XmlNode;
  /** `xml:base` of the root. */
  readonly root: XmlNode;
  readonly isAtom: boolean;
  readonly articles: readonly XmlNode[];
}

type Source = Pick<Spared, 'text'> & Partial<Spared>;

interface Whole {
  readonly whole?: readonly XmlNode[];
}

/**
 * Reads a document with rss-parser, strictly first, then once more mended and leniently.
 *
 * @throws when it is no feed at all, or made to hurt.
 */
export async function readXml(source: Source): Promise<XmlFeed> {
  const { restore = String } = source;
  const text = withoutControls(source.text);
  const document = text.slice(findRoot(text)?.index ?? 0);
  try {
    return await read(document, restore, true);
  } catch (error) {
    if (error instanceof HostileError) throw error;
    return await read(mend(text), restore, false);
  }
}

/**
 * rss-parser's own reading of fields is kept away from what it chokes on: a bad Atom date or a link without attributes makes
 * it throw, and its snippets cost 27 s for 160 KB of `x<p `. So at the end of the root, each article's element is moved whole
 * under a name that rss-parser hands through.
 */
async function read(document: string, restore: Spared['restore'], strict: boolean): Promise<XmlFeed> {
  const naming = createNaming();
  let root: XmlNode = '';
  let isAtom = false;
  const isEntry = /^<(?:[\w.-]+:)?entry\b/i.test(document);
  const keepsOrder = hasInlineMarkup(document);
  const parser = new RssParser<Whole, Whole>({
    defaultRSS: 2,
    customFields: { feed: [WHOLE], item: [WHOLE] },
    xml2js: {
      strict,
      explicitChildren: keepsOrder,
      preserveChildrenOrder: keepsOrder,
      charsAsChildren: keepsOrder,
      includeWhiteChars: keepsOrder,
      attrValueProcessors: [naming.attribute],
      attrNameProcessors: [(name: string) => name.toLowerCase()],
      tagNameProcessors: [naming.open],
      valueProcessors: [restore],
      validator: (path: string, _: unknown, node: XmlNode): unknown => {
        naming.close();
        if (path.includes('/', 1)) return node;
        root = node;
        isAtom = path === '/feed';
        return isAtom ? wholeAtom(node, isEntry) : wholeRss(node);
      },
    },
  });
  const { whole = [], items } = await parser.parseString(document);
  return { root, channel: whole[0] ?? '', isAtom, articles: items.flatMap((item) => item.whole ?? []) };
}

// rss-parser's types want the names of fields to be those of its items.
const WHOLE = ['whole', 'whole', { keepArray: true }] as unknown as 'whole';

/** @param isEntry whether it is an entry on its own, which is read as a feed of one article. */
function wholeAtom(feed: XmlNode, isEntry: boolean): unknown {
  return { whole: [feed], entry: (isEntry ? [feed] : all(feed, 'entry')).map(wrap) };
}

/** Articles stand in the channel (RSS 0.91 to 2.0), beside it (1.0), or in a list of it (1.1); rss-parser looks in one place. */
function wholeRss(root: XmlNode): unknown {
  const channels = all(root, 'channel');
  const [channel = root] = channels;
  const places = [...channels, root, ...all(channel, 'items')];
  const articles = places.flatMap((node) => [...all(node, 'item').flatMap(withUnclosed), ...all(node, 'entry')]);
  const item = articles.map(wrap);
  return { channel: [{ whole: [channel], item }], item };
}

/** Where an article's end is missing, a lenient reader takes the next one for a part of it. */
function withUnclosed(article: XmlNode): readonly XmlNode[] {
  return [article, ...all(article, 'item').flatMap(withUnclosed)];
}

function wrap(node: XmlNode): Whole {
  return { whole: [node] };
}

/** Whether elements stand where text is expected, so that the order of children matters. */
function hasInlineMarkup(document: string): boolean {
  return /<(?!media:)(?:(?:[\w.-]+:)?(?:title|description|content|summary|encoded|body|tagline|subtitle)|[\w.-]+:div|div(?=\sxmlns))(?:\s[^<>]*)?>[^<]*<[a-z]/i.test(
    document,
  );
}
