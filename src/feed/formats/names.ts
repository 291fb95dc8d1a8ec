/** Namespaces by the prefix under which the layer knows them; an empty one: the feed's own words. Keys are in lower case. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2005/atom', 'atom'],
  ['http://purl.org/atom/ns#', 'atom'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://purl.org/dc/elements/1.0/', 'dc'],
  ['http://purl.org/dc/terms/', 'dcterms'],
  ['http://purl.org/rss/1.0/modules/content/', 'content'],
  ['http://purl.org/rss/1.0/modules/syndication/', 'sy'],
  ['http://search.yahoo.com/mrss/', 'media'],
  ['http://search.yahoo.com/mrss', 'media'],
  ['http://search.yahoo.com/rss', 'media'],
  ['http://www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['http://www.google.com/schemas/play-podcasts/1.0', 'googleplay'],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'rdf'],
  ['http://www.w3.org/1999/xhtml', ''],
  ['http://purl.org/rss/1.0/', ''],
  ['http://purl.org/net/rss1.1#', ''],
  ['http://my.netscape.com/rdf/simple/0.9/', ''],
  ['http://channel.netscape.com/rdf/simple/0.9/', ''],
  ['http://backend.userland.com/rss', ''],
  ['http://backend.userland.com/rss2', ''],
  ['http://blogs.law.harvard.edu/tech/rss', ''],
]);

/** Deeper than any feed, and shallow enough for whatever walks the tree. */
const DEEPEST = 300;

/** More than any feed has, and what can be read in about a second. */
const MOST_ELEMENTS = 200_000;

/** Declared by one element; what is declared holds for all inside, so that many of them would cost their square. */
const MOST_NAMESPACES = 64;

/** A document made to hurt its readers. A second try would only repeat the harm. */
export class HostileError extends Error {
  override readonly name = 'HostileError';
}

type Scope = ReadonlyMap<string, string>;

/** What turns the names in a document into the layer's: for xml2js, which reads attributes, then the name, then the end tag. */
export interface Naming {
  readonly attribute: (value: string, name: string) => string;
  readonly open: (name: string) => string;
  readonly close: () => void;
}

/** @throws HostileError from `open`, when elements are deeper or more than any feed's. */
export function createNaming(): Naming {
  const scopes: Scope[] = [];
  let declared: Map<string, string> | undefined;
  let isAtom = false;
  let ownPrefix = '';
  let elements = 0;
  return {
    attribute: (value, name) => {
      const [kind, prefix = ''] = name.toLowerCase().split(':');
      if (kind === 'xmlns' && (declared?.size ?? 0) < MOST_NAMESPACES) {
        const uri = value
          .trim()
          .toLowerCase()
          .replace(/^https:/, 'http:');
        (declared ??= new Map<string, string>()).set(prefix, uri);
      }
      return value;
    },
    open: (name) => {
      const outer = scopes.at(-1);
      const scope: Scope = declared === undefined ? (outer ?? new Map()) : new Map([...(outer ?? []), ...declared]);
      declared = undefined;
      if (scopes.push(scope) > DEEPEST) throw new HostileError(`its elements are nested deeper than ${DEEPEST}`);
      if ((elements += 1) > MOST_ELEMENTS) throw new HostileError(`it has more than ${MOST_ELEMENTS} elements`);
      const [prefix, local] = split(name.toLowerCase());
      if (outer === undefined) {
        isAtom = local === 'feed' || local === 'entry';
        ownPrefix = prefix;
        return ROOTS.get(local) ?? local;
      }
      return canonical(prefix, local, scope, isAtom, ownPrefix);
    },
    close: () => void scopes.pop(),
  };
}

/** The roots as rss-parser knows them. An Atom entry on its own is read as a feed of one article. */
const ROOTS: ReadonlyMap<string, string> = new Map([
  ['rss', 'rss'],
  ['channel', 'rss'],
  ['rdf', 'rdf:RDF'],
  ['feed', 'feed'],
  ['entry', 'feed'],
]);

/** @param ownPrefix the root's: where its namespace is unknown, what bears it is the feed's own. */
function canonical(prefix: string, local: string, scope: Scope, isAtom: boolean, ownPrefix: string): string {
  const known = PREFIXES.get(scope.get(prefix) ?? '') ?? (prefix === ownPrefix ? '' : prefix);
  // Whole RSS documents are declared to be Atom by mistake: where no prefix is written, Atom is not meant.
  const own = known === '' || (known === 'atom' && (isAtom || prefix === ''));
  return own ? local : `${known}:${local}`;
}

function split(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon === -1 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}
