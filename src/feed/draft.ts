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
  const identities = drafts.map(identitiesOf);
  const uses = new Map<string, number>();
  for (const identity of identities.flatMap((candidates) => [...new Set(candidates)]))
    uses.set(identity, (uses.get(identity) ?? 0) + 1);
  const articles = new Map<string, Article>();
  drafts.forEach((draft, index) => {
    const candidates = identities[index] ?? [];
    const key = candidates.find((identity) => uses.get(identity) === 1) ?? candidates.at(-1) ?? '';
    if (!articles.has(key)) articles.set(key, finish(draft, key, fingerprints?.get(key) ?? fingerprintOf(draft)));
  });
  return [...articles.values()];
}

/** What an article may be known by, the plainest first: some feeds give all of theirs one id, one link, or even one title. */
function identitiesOf(draft: Draft): readonly string[] {
  const { link = '', title, html } = draft;
  const key = articleKey({ ...draft, title: title || html });
  const longer = [[link], [link, title], [link, title, html]];
  return [key, ...longer.map((more) => articleKey({ ...draft, id: [key, ...more].join(' ') }))];
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
