import type { FeedDocument, FetchOutcome } from '../model/feed.ts';
import { alternatesIn, type Alternate } from './alternates.ts';
import { decodeText } from './charset.ts';
import type { Fetcher } from './fetch.ts';
import { foremFeed } from './forem.ts';
import { parseFeed } from './parse.ts';

/** A feed that was found, and read. */
export interface FoundFeed {
  readonly url: string;
  /** What the page that names it calls it, else its own title. */
  readonly title: string | undefined;
  readonly document: FeedDocument;
}

/** What looking for feeds came to. `reason` is a sentence that says what to do. */
export type Discovery =
  | { readonly kind: 'feeds'; readonly feeds: readonly [FoundFeed, ...FoundFeed[]] }
  | { readonly kind: 'failed'; readonly reason: string };

/** How many addresses are asked behind a page: those that it names, then usual ones. */
const MAX_ASKED = 7;
/** For all that is asked, in milliseconds: somebody waits. */
const PATIENCE_MS = 45_000;

/** Where sites keep a feed that their pages don't name. */
const USUAL_PATHS = ['/feed', '/rss', '/feed.xml', '/rss.xml', '/atom.xml', '/index.xml', '/feed.json'];

/**
 * Finds the feeds behind an address that somebody typed, of a feed or of a site, perhaps without `https://`. Asks for one thing
 * after another. Never rejects.
 */
export async function discover(typed: string, fetcher: Fetcher): Promise<Discovery> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const ask = (url: string) => fetcher.fetch(url, { signal });
  const addresses = addressesOf(typed);
  const [first] = addresses;
  if (first === undefined) {
    return { kind: 'failed', reason: 'This is not an address. It should look like https://example.com/feed.' };
  }
  const tried: Discovery[] = [];
  for (const address of addresses) {
    const found = await discoverAt(address, ask);
    if (found.kind === 'feeds') return found;
    tried.push(found);
  }
  return tried[0] ?? { kind: 'failed', reason: NOTHING };
}

type Ask = (url: string) => Promise<FetchOutcome>;

const NOTHING =
  'I found no feed on this page. Look there for a link called RSS, Atom or Feed, and give me its address; some sites have none.';

/** What was typed as addresses, the likelier first; chats put `<>` around an address, old readers `feed:` before it. */
function addressesOf(typed: string): string[] {
  const text = typed
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .replace(/^feed:(?=https?:)/i, '')
    .replace(/^feed:\/\//i, '');
  const candidates = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? [text] : [`https://${text}`, `http://${text}`];
  return candidates.flatMap((candidate) => {
    const url = /\s/.test(candidate) ? null : URL.parse(candidate);
    return url === null ? [] : [foremFeed(url) ?? url.href];
  });
}

async function discoverAt(url: string, ask: Ask): Promise<Discovery> {
  const outcome = await ask(url);
  if (outcome.kind === 'unchanged') return { kind: 'failed', reason: NOTHING };
  if (outcome.kind !== 'fetched') return { kind: 'failed', reason: outcome.reason };
  const parsed = await parseFeed(outcome);
  if (parsed.kind === 'feed') return { kind: 'feeds', feeds: [found(url, undefined, parsed.document)] };
  const text = decodeText(outcome.body, outcome.contentType);
  return isPage(text, outcome.contentType) ? await searchPage(text, outcome.url, ask) : parsed;
}

function isPage(text: string, contentType: string | undefined): boolean {
  return (
    /^\s*(?:text\/html|application\/xhtml\+xml)/i.test(contentType ?? '') ||
    /<(?:!doctype\s+html|html)[\s>]/i.test(text.slice(0, 4096))
  );
}

/** The feeds that a page names; when none of them is one, the first that stands at a usual place. */
async function searchPage(html: string, pageUrl: string, ask: Ask): Promise<Discovery> {
  const named: FoundFeed[] = [];
  const alternates = alternatesIn(html, pageUrl).slice(0, MAX_ASKED);
  for (const { url, title } of alternates) {
    const document = await read(url, ask);
    if (document !== undefined) named.push(found(url, title, document));
  }
  const [first, ...others] = named;
  if (first !== undefined) return { kind: 'feeds', feeds: [first, ...others] };
  for (const path of USUAL_PATHS.slice(0, MAX_ASKED - alternates.length)) {
    const url = new URL(path, pageUrl).href;
    const document = await read(url, ask);
    if (document !== undefined) return { kind: 'feeds', feeds: [found(url, undefined, document)] };
  }
  return { kind: 'failed', reason: NOTHING };
}

async function read(url: string, ask: Ask): Promise<FeedDocument | undefined> {
  const outcome = await ask(url);
  const parsed = outcome.kind === 'fetched' ? await parseFeed(outcome) : undefined;
  return parsed?.kind === 'feed' ? parsed.document : undefined;
}

function found(url: string, title: Alternate['title'], document: FeedDocument): FoundFeed {
  return { url, title: title ?? document.title, document };
}
