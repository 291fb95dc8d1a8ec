import { alternatesIn } from './alternates.ts';
import { decodeText } from './charset.ts';
import type { Fetcher } from './fetch.ts';
import { foremFeed } from './forem.ts';
import type { Source } from './parse.ts';

/** What reading a document came to. `reason` is a sentence that says what to do. */
type Reading<Document> = { readonly kind: 'feed'; readonly document: Document } | Failed;
interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
}

/** Reads a document in whatever format it is written. Must not reject. */
export type Read<Document> = (source: Source) => Promise<Reading<Document>>;

/** A feed that was found, and what it says. */
export interface FoundFeed<Document> {
  readonly url: string;
  /** What the page that names it calls it, else its own title. */
  readonly title: string | undefined;
  readonly document: Document;
}

type FoundFeeds<Document> = readonly [FoundFeed<Document>, ...FoundFeed<Document>[]];

/** What looking for feeds came to. `reason` is a sentence that says what to do. */
export type Discovery<Document> = { readonly kind: 'feeds'; readonly feeds: FoundFeeds<Document> } | Failed;

/** How many addresses are asked behind a page: those that it names, then usual ones. */
const MAX_ASKED = 7;
/** For all that is asked, in milliseconds: somebody waits. */
const PATIENCE_MS = 45_000;

/** Where sites keep a feed that their pages don't name. */
const USUAL_PATHS = ['/feed', '/rss', '/feed.xml', '/rss.xml', '/atom.xml', '/index.xml', '/feed.json'];

const NO_ADDRESS = failed('This is not an address. It should look like https://example.com/feed.');
const NO_FEED = failed(
  'I found no feed on this page. Look there for a link called RSS, Atom or Feed, and give me its address; some sites have none.',
);

/**
 * Finds the feeds behind an address that somebody typed, of a feed or of a site, perhaps without `https://`. Asks for one thing
 * after another. Never rejects.
 */
export async function discover<Document extends { readonly title: string | undefined }>(
  typed: string,
  fetcher: Fetcher,
  read: Read<Document>,
): Promise<Discovery<Document>> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  let failure: Failed | undefined;
  for (const url of addressesOf(typed)) {
    const met = await lookAt(url, fetcher, read, signal);
    switch (met.kind) {
      case 'feed':
        return { kind: 'feeds', feeds: [{ url, title: met.document.title, document: met.document }] };
      case 'page':
        return await searchPage(met, (address) => lookAt(address, fetcher, read, signal));
      case 'failed':
        failure ??= met;
    }
  }
  return failure ?? NO_ADDRESS;
}

function failed(reason: string): Failed {
  return { kind: 'failed', reason };
}

/** What was typed as addresses, the likelier first; chats put `<>` around an address, old readers `feed:` before it. */
function addressesOf(typed: string): string[] {
  const text = typed
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .replace(/^feed:(?:\/\/|(?=https?:))/i, '');
  const candidates = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? [text] : [`https://${text}`, `http://${text}`];
  return candidates.flatMap((candidate) => {
    const url = /\s/.test(candidate) ? null : URL.parse(candidate);
    return url === null ? [] : [foremFeed(url) ?? url.href];
  });
}

interface Page {
  readonly kind: 'page';
  readonly html: string;
  readonly url: string;
}

async function lookAt<Document>(
  url: string,
  fetcher: Fetcher,
  read: Read<Document>,
  signal: AbortSignal,
): Promise<Reading<Document> | Page> {
  const outcome = await fetcher.fetch(url, { signal });
  if (outcome.kind === 'unchanged') return NO_FEED;
  if (outcome.kind !== 'fetched') return failed(outcome.reason);
  const reading = await read(outcome);
  if (reading.kind === 'feed') return reading;
  const html = decodeText(outcome.body, outcome.contentType);
  return isPage(html, outcome.contentType) ? { kind: 'page', html, url: outcome.url } : reading;
}

function isPage(text: string, contentType: string | undefined): boolean {
  return (
    /^\s*(?:text\/html|application\/xhtml\+xml)/i.test(contentType ?? '') ||
    /<(?:!doctype\s+html|html)[\s>]/i.test(text.slice(0, 4096))
  );
}

/** The feeds that a page names; when none of them is one, the first that stands at a usual place. */
async function searchPage<Document extends { readonly title: string | undefined }>(
  { html, url: page }: Page,
  look: (url: string) => Promise<Reading<Document> | Page>,
): Promise<Discovery<Document>> {
  const named: FoundFeed<Document>[] = [];
  const alternates = alternatesIn(html, page).slice(0, MAX_ASKED);
  for (const { url, title } of alternates) {
    const met = await look(url);
    if (met.kind === 'feed') named.push({ url, title: title ?? met.document.title, document: met.document });
  }
  const [first, ...others] = named;
  if (first !== undefined) return { kind: 'feeds', feeds: [first, ...others] };
  for (const path of USUAL_PATHS.slice(0, MAX_ASKED - alternates.length)) {
    const url = new URL(path, page).href;
    const met = await look(url);
    if (met.kind === 'feed')
      return { kind: 'feeds', feeds: [{ url, title: met.document.title, document: met.document }] };
  }
  return NO_FEED;
}
