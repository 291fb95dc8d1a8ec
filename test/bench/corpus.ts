import type { FullDigest } from '../../src/model/article.ts';
import type { Store } from '../../src/store/index.ts';

export const NOW = Date.UTC(2030, 0, 1);
export const SERVER = 'bench';
export const FEEDS = 300;
const A_POLL = 200;
const VOCABULARY = 30_000;
const TAGS = 2_000;
const AUTHORS = 5_000;
const WORDS_AN_ARTICLE = 120;
const SPAN_MS = 730 * 86_400_000;

/** Fills a store with articles of 300 feeds of one server; words, tags and authors are Zipf-distributed. */
export async function fill(store: Store, count: number): Promise<void> {
  const draw = randomFrom(1);
  for (let index = 0; index < FEEDS; index += 1) {
    const { id } = await store.feeds.add(`https://feed${index}.example/`, 0);
    await store.servers.addFeed(SERVER, id, undefined, 0);
  }
  for (let made = 0; made < count; made += A_POLL) {
    const feedId = 1 + (Math.floor(made / A_POLL) % FEEDS);
    const at = NOW - SPAN_MS * (1 - made / count);
    const articles = Array.from({ length: Math.min(A_POLL, count - made) }, (_, n) => makeArticle(made + n, at, draw));
    await store.articles.record(feedId, pollOf(articles, feedId), at);
  }
}

export function pollOf(articles: readonly FullDigest[], feedId: number) {
  return {
    ...{ title: `Feed ${feedId}`, link: undefined, language: undefined, fingerprint: '', backlog: 0 },
    ...{ articles, validators: { etag: undefined, lastModified: undefined }, nextPollAt: NOW },
  };
}

export function makeArticle(number: number, published: number, draw: () => number): FullDigest {
  const text = Array.from({ length: WORDS_AN_ARTICLE }, () => word(zipf(VOCABULARY, draw))).join(' ');
  return {
    key: `key-${number}`,
    title: Array.from({ length: 8 }, () => word(zipf(VOCABULARY, draw))).join(' '),
    link: `https://articles.example/${number}`,
    authors: [{ name: `${word(zipf(AUTHORS, draw))} ${word(7 + zipf(AUTHORS, draw))}`, url: undefined }],
    tags: [...new Set(Array.from({ length: 4 }, () => word(zipf(TAGS, draw))))],
    published,
    image: undefined,
    excerpt: text.slice(0, 600),
    text,
    fingerprint: number,
  };
}

/** The words by rank: the lower the number, the more often it is drawn. */
export function word(rank: number): string {
  const syllables = ['ka', 'lo', 'mi', 'ru', 'ten', 'sha', 'ver', 'no', 'gi', 'pal', 'du', 'fo'];
  let text = '';
  for (let left = rank + 1; left > 0; left = Math.floor(left / syllables.length))
    text = `${syllables[left % syllables.length] ?? ''}${text}`;
  return text.length < 3 ? `${text}n` : text;
}

/** A rank from 0 on, with a chance of about 1 / rank. */
function zipf(size: number, draw: () => number): number {
  return Math.floor(size ** draw()) - 1;
}

/** A generator of numbers from 0 to 1 that a seed repeats (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
