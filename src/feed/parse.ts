import { messageOf } from '../lib/errors.ts';
import { release } from '../lib/release.ts';
import type { FeedDocument, FeedNews } from '../model/feed.ts';
import { utf8Of } from './charset.ts';
import { copied } from './draft.ts';
import { unpack } from './unpack.ts';
import { formats, type FeedFormat, type Recorded } from './formats/index.ts';

/** A document that can't be read. */
export interface Unreadable {
  readonly kind: 'failed';
  /** A sentence that an admin reads. */
  readonly reason: string;
  /** Whether it was damaged on its way, so that it may arrive whole the next time. */
  readonly torn?: boolean;
}

/** What reading a document came to. */
export type ParseOutcome = { readonly kind: 'feed'; readonly document: FeedNews } | Unreadable;

/** A document as a server gave it. */
export interface Source {
  readonly body: Buffer;
  /** How the body is packed, if it is. */
  readonly encoding?: string | undefined;
  readonly contentType: string | undefined;
  /** Relative addresses are resolved against it. */
  readonly url: string;
}

/**
 * Reads a document in whatever format it is written. Never rejects.
 *
 * @param recorded spares the articles that are recorded as the document writes them, where that can be done: they are left out.
 */
export async function parseFeed(source: Source, recorded?: Recorded): Promise<ParseOutcome> {
  try {
    const body = await unpack(source.body, source.encoding, 'here');
    const document = utf8Of(body, source.contentType);
    const outcome = await parseDocument(document, source, recorded);
    for (const ours of [body, document]) if (ours.buffer !== source.body.buffer) release(ours);
    return outcome;
  } catch (error) {
    return { kind: 'failed', reason: messageOf(error), torn: true };
  }
}

async function parseDocument(document: Buffer, source: Source, recorded: Recorded | undefined): Promise<ParseOutcome> {
  const format = formats.find((each) => each.recognises(document, source.contentType));
  if (format === undefined) return { kind: 'failed', reason: whatElse(document.toString('utf8', 0, HEAD)) };
  try {
    const news = recorded === undefined ? undefined : await parseNews(format, document, source.url, recorded);
    return { kind: 'feed', document: withoutText(news ?? whole(await format.parse(document, source.url))) };
  } catch (error) {
    return {
      kind: 'failed',
      reason: `This feed is damaged and can't be read: ${firstLine(messageOf(error))}. Tell its owner.`,
    };
  }
}

async function parseNews(
  format: FeedFormat,
  document: Buffer,
  url: string,
  recorded: Recorded,
): Promise<FeedNews | undefined> {
  try {
    return await format.parseNews?.(document, url, recorded);
  } catch {
    // Whatever is wrong, the whole document will tell.
    return undefined;
  }
}

function whole(document: FeedDocument): FeedNews {
  return { ...document, keys: document.articles.map(({ key }) => key) };
}

/** The feed's own words as copies; those of the articles are. */
function withoutText(document: FeedNews): FeedNews {
  const { title, link, language, icon, olderUrl } = document;
  return {
    ...document,
    title: title && copied(title),
    link: link && copied(link),
    language: language && copied(language),
    icon: icon && copied(icon),
    olderUrl: olderUrl && copied(olderUrl),
  };
}

/** XML readers put line and column below. */
function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/\.$/, '');
}

/** Bytes. */
const HEAD = 4096;

/** What a document is that is no feed, by its beginning, and what to do. */
function whatElse(head: string): string {
  const start = head.trimStart();
  if (start === '') return 'The answer is empty. If it stays so, ask the publisher of the feed.';
  if (/<(?:!doctype\s+html|html|head|body)[\s>]/i.test(start)) {
    return 'This is a web page, not a feed. Look on that page for a link called RSS, Atom or Feed, and use its address.';
  }
  if (start.startsWith('{') || start.startsWith('[')) return 'This is JSON, but not a JSON Feed. Check the address.';
  if (start.startsWith('<')) return 'This is XML, but neither RSS nor Atom. Check the address.';
  return 'This is not a feed. Check the address.';
}
