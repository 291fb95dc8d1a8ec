import { checksum } from '../lib/text.ts';
import { articleKey, FOREM_HOSTS, type Article, type Author } from '../model/article.ts';
import { readBody } from './body.ts';
import { isPicture, type Picture } from './pictures.ts';

/** An article as a format has read it: addresses in its body may still be relative. */
export interface Draft {
  readonly id: string | undefined;
  readonly link: string | undefined;
  readonly title: string;
  readonly authors: readonly Author[];
  readonly tags: readonly string[];
  readonly published: number | undefined;
  readonly html: string;
  /** HTML: a short version beside the body. */
  readonly summary: string | undefined;
  /** What addresses in the body are relative to. */
  readonly base: string;
  /** Pictures that stand beside the body, the best first; they may be icons yet. */
  readonly pictures: readonly Picture[];
}

/** More than any feed's archive has. */
export const MOST_ARTICLES = 20_000;

/**
 * The articles of a document, in its order, each with a key of its own; one that stands there twice is one.
 *
 * @param fingerprints by key, of articles that have one already.
 * @throws when there are more than any feed has.
 */
export function finishArticles(drafts: readonly Draft[], fingerprints?: ReadonlyMap<string, number>): Article[] {
  if (drafts.length > MOST_ARTICLES) throw new Error(`it has more than ${MOST_ARTICLES} articles`);
  const keys = keysOf(drafts);
  const articles = new Map<string, Article>();
  drafts.forEach((draft, index) => {
    const key = keys[index] ?? '';
    if (!articles.has(key)) articles.set(key, finish(draft, key, fingerprints?.get(key) ?? fingerprintOf(draft)));
  });
  return [...articles.values()];
}

/** The plainest keys that tell articles apart: some feeds give all of theirs one id, one link, or even one title. */
function keysOf(drafts: readonly Draft[], details = 0): string[] {
  const keys = drafts.map((draft) => keyOf(draft, details));
  const uses = Map.groupBy(keys, String);
  const isTwin = (_: unknown, index: number) => (uses.get(keys[index] ?? '')?.length ?? 0) > 1;
  const twins = drafts.filter(isTwin);
  if (twins.length === 0 || details === MOST_DETAILS) return keys;
  const longer = keysOf(twins, details + 1).values();
  return keys.map((key, index) => (isTwin(key, index) ? (longer.next().value ?? key) : key));
}

const MOST_DETAILS = 3;

function keyOf(draft: Draft, details: number): string {
  const { link = '', title, html } = draft;
  const key = articleKey({ ...draft, title: title || html });
  const id = [key, ...[link, title, html].slice(0, details)].join(' ');
  return details === 0 ? key : articleKey({ ...draft, id });
}

function fingerprintOf({ title, link, html, summary, pictures }: Draft): number {
  return checksum(JSON.stringify([title, link, html, summary, pictures]));
}

function finish(draft: Draft, key: string, fingerprint: number): Article {
  const body = readBody(draft.html, draft.base);
  const image = draft.pictures.find(isPicture)?.url ?? body.image;
  return {
    key: copied(key),
    fingerprint,
    title: copied(draft.title),
    link: draft.link && copied(draft.link),
    authors: draft.authors.map(({ name, url }) => ({ name: copied(name), url: url && copied(url) })),
    tags: distinctTags(draft.tags).map(copied),
    published: draft.published,
    image: image && copied(image),
    html: copied(body.html),
    text: body.text,
    summary: draft.summary && copied(readBody(draft.summary, draft.base).html),
  };
}

function distinctTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.map((tag) => tag.trim()))].filter((tag) => tag !== '');
}

/**
 * V8 cuts strings without copying: a key of 80 letters can keep a document of 10 MB in memory. Lone surrogates, which neither
 * SQLite nor Discord takes, become U+FFFD on the way, and controls that only windows-1252 taken for Latin-1 explains (`&#146;`)
 * what was meant.
 */
export function copied(text: string): string {
  return Buffer.from(text.replace(/[\x80-\x9F]/g, fromWindows)).toString();
}

const windows = new TextDecoder('windows-1252');

function fromWindows(sign: string): string {
  return windows.decode(Uint8Array.of(sign.charCodeAt(0)));
}

/** Forem's feeds name an author without a page, but an article's address begins with it. */
export function withForemPage(authors: readonly Author[], link: string | undefined): readonly Author[] {
  const url = link === undefined ? null : URL.parse(link);
  const [author, ...others] = authors;
  if (url === null || author === undefined || others.length > 0 || !FOREM_HOSTS.has(url.host)) return authors;
  const page = /^\/([^/]+)\/./.exec(url.pathname)?.[1];
  return page === undefined ? authors : [{ name: author.name, url: author.url ?? `${url.origin}/${page}` }];
}
