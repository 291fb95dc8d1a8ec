import type { Author } from '../../model/article.ts';
import { parseDate } from '../dates.ts';
import { withForemPage, type Draft } from '../draft.ts';
import { baseWithin, httpUrl } from '../links.ts';
import { plainText } from '../plain.ts';
import { readMarkup, readTitle, wrapperOf, type Dialect } from './markup.ts';
import { mediaPlaces, readPictures } from './media.ts';
import { readAuthors } from './people.ts';
import { all, attribute, first, textIn, textOf, wholeText, type XmlNode } from './tree.ts';

/** What an article takes from the feed around it. */
export interface Surroundings {
  readonly dialect: Dialect;
  /** What addresses are relative to, unless the article says otherwise. */
  readonly base: string;
  /** The same, when an `xml:base` says so. */
  readonly statedBase: string | undefined;
  /** The feed's own element, whose author is that of articles which name none (RFC 4287, 4.2.1). */
  readonly channel: XmlNode;
}

const DATES = [
  ...['pubdate', 'published', 'atom:published', 'dc:date', 'dcterms:issued', 'dcterms:created', 'issued'],
  'atom:issued',
];
const CHANGES = [
  ...['updated', 'atom:updated', 'dcterms:modified', 'modified', 'atom:modified', 'created', 'atom:created'],
  ...['date', 'dcterms:date'],
];
const BODIES = [
  ...['content:encoded', 'content', 'atom:content', 'body', 'div', 'fullitem', 'description', 'dc:description'],
  ...['summary', 'atom:summary', 'abstract', 'media:description', 'itunes:summary', 'itunes:subtitle'],
  'googleplay:description',
];
const TITLES = ['title', 'dc:title', 'atom:title', 'itunes:title'];

/** Reads one article's element. */
export function readArticle(node: XmlNode, around: Surroundings): Draft {
  const { dialect } = around;
  const stated = statedBase(node, around.statedBase, around.base);
  const base = stated ?? around.base;
  const link = readLink(node, base, dialect);
  const [body, summary] = bodiesOf(node, dialect);
  return {
    id: textIn(node, 'guid', 'id', 'atom:id') ?? attribute(node, 'rdf:about') ?? textIn(node, 'dc:identifier'),
    link,
    title: titleOf(node, dialect),
    authors: withForemPage(authorsOf(node, around, base), link),
    tags: readTags(node),
    published: firstDate(node, DATES) ?? firstDate(node, CHANGES) ?? parseDate(attribute(node, 'lastmod')),
    html: readMarkup(body, dialect),
    summary: summary && readMarkup(summary, dialect),
    base: statedBase(body && wrapperOf(body), statedBase(body, stated, base), base) ?? link ?? base,
    pictures: readPictures(node, stated ?? link ?? base),
  };
}

function titleOf(node: XmlNode, dialect: Dialect): string {
  const titles = TITLES.flatMap((name) => all(node, name));
  const ofMedia = mediaPlaces(node).flatMap((place) => all(place, 'media:title'));
  return [...titles, ...ofMedia].map((title) => readTitle(title, dialect)).find((title) => title !== '') ?? '';
}

/**
 * The address of a feed or an article: a link meant for people first, then an id that is an address. Of several alike, Atom
 * names the best first; in RSS, where there should be one, the last counts, as in other readers.
 */
export function readLink(node: XmlNode, base: string, dialect: Dialect): string | undefined {
  const links = [...all(node, 'atom:link'), ...all(node, 'link')];
  const ranked = (dialect === 'rss' ? links.reverse() : links)
    .map((link) => ({ url: addressOf(link, base), rank: rankOf(link) }))
    .filter(({ url, rank }) => url !== undefined && rank < UNFIT)
    .sort((one, other) => one.rank - other.rank);
  return ranked[0]?.url ?? permalink(node, base) ?? elsewhere(node, base);
}

/** Twice escaped by some; `&amp;` means nothing in an address. */
function addressOf(link: XmlNode, base: string): string | undefined {
  const written = attribute(link, 'href') ?? textOf(link);
  return httpUrl(written.replaceAll('&amp;', '&'), statedBase(link, undefined, base) ?? base);
}

const UNFIT = 3;

function rankOf(link: XmlNode): number {
  const stated = attribute(link, 'rel')?.toLowerCase().replace('http://www.iana.org/assignments/relation/', '').trim();
  const rel = stated === undefined || /^$|\balternate\b/.test(stated) ? 'alternate' : stated;
  const type = attribute(link, 'type')?.toLowerCase() ?? 'html';
  if (rel !== 'alternate') return rel === 'related' || rel === 'via' ? 2 : UNFIT;
  return type.includes('html') ? 0 : 1;
}

/** An id that is an address; a relative one only when it says so. */
function permalink(node: XmlNode, base: string): string | undefined {
  const guid = first(node, 'guid', 'id', 'atom:id');
  const says = attribute(guid, 'ispermalink')?.trim().toLowerCase();
  const address = guid === undefined || says === 'false' ? undefined : textOf(guid);
  return httpUrl(address, says === 'true' ? base : undefined) ?? httpUrl(attribute(node, 'rdf:about'));
}

/** Where Atom keeps a body that is not in the feed (RFC 4287, 4.1.3.2), how CDF names all its addresses, and a film's page. */
function elsewhere(node: XmlNode, base: string): string | undefined {
  const content = first(node, 'content');
  const isPage = !/^(?:audio|image|video)/i.test(attribute(content, 'type') ?? '');
  const player = mediaPlaces(node).flatMap((place) => all(place, 'media:player'))[0];
  const addresses = [isPage ? attribute(content, 'src') : undefined, attribute(node, 'href'), attribute(player, 'url')];
  return addresses.map((address) => httpUrl(address, base)).find((url) => url !== undefined);
}

/** An `xml:base` of this element, resolved, else the one that holds outside. */
export function statedBase(node: XmlNode | undefined, outer: string | undefined, document: string): string | undefined {
  const own = attribute(node, 'xml:base');
  return own === undefined ? outer : baseWithin(own, outer ?? document);
}

function authorsOf(node: XmlNode, { dialect, channel }: Surroundings, base: string): readonly Author[] {
  const places = dialect === 'atom' ? [node, first(node, 'source') ?? '', channel] : [node];
  return places.map((place) => readAuthors(place, base)).find((authors) => authors.length > 0) ?? [];
}

function readTags(node: XmlNode): readonly string[] {
  const podcast = all(node, 'itunes:category').flatMap((category) => [category, ...all(category, 'itunes:category')]);
  const named = ['category', 'atom:category', 'dc:subject', 'media:category'].flatMap((name) => all(node, name));
  const listed = ['itunes:keywords', 'media:keywords'].flatMap((name) => textIn(node, name)?.split(',') ?? []);
  return [...[...named, ...podcast].map(tagOf), ...listed].map((tag) => plainText(tag.slice(0, 256)));
}

/** Atom's term is what a tag is called, unless it is a number or an address: then its label is for people. */
function tagOf(node: XmlNode): string {
  const term = attribute(node, 'term') ?? attribute(node, 'text') ?? wholeText(node);
  return /^[\d\s]*$|:\/\//.test(term) ? (attribute(node, 'label') ?? term) : term;
}

function firstDate(node: XmlNode, names: readonly string[]): number | undefined {
  for (const name of names) {
    const date = parseDate(textIn(node, name));
    if (date !== undefined) return date;
  }
  return undefined;
}

/** The body and a short version of it: of what the feed gives, the fullest and the next; what it says of a medium, at need. */
function bodiesOf(node: XmlNode, dialect: Dialect): readonly XmlNode[] {
  const [, ...media] = mediaPlaces(node).map((place) => all(place, 'media:description'));
  const isWritten = (body: XmlNode) => readMarkup(body, dialect) !== '';
  const bodies = BODIES.flatMap((name) => all(node, name)).filter(isWritten);
  return bodies.length > 0 ? bodies : media.flat().filter(isWritten);
}
