import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore, type Store } from '../../src/store/index.ts';
import { FEEDS, NOW, SERVER, fill, makeArticle, pollOf, randomFrom, word } from './corpus.ts';
import { measure, type Figure } from './measure.ts';

const PAGE = { scope: { kind: 'server', serverId: SERVER }, offset: 0, limit: 5 } as const;
const SUGGEST_MS = 5;

/**
 * Searches among so many articles of 300 feeds in one file.
 *
 * @param kept a file to fill, and to keep for the next time; undefined: one that is removed afterwards.
 */
export async function* benchSearch(count: number, boundMs: number, kept?: string): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  const path = kept ?? join(folder, 'herald.db');
  const isFilled = existsSync(path);
  const store = await openStore(`sqlite:${path}`);
  try {
    if (!isFilled) await fillTimed(store, count);
    yield* searches(store, count, boundMs);
    yield* searchesAmongOthers(store, count, boundMs);
    yield* proposals(store, count);
    yield await recording(store, count);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fillTimed(store: Store, count: number): Promise<void> {
  const began = performance.now();
  await fill(store, count);
  const each = ((performance.now() - began) / count) * 1000;
  process.stderr.write(`${count} articles recorded, ${Math.round(each)} microseconds each\n`);
}

async function* searches(store: Store, count: number, boundMs: number): AsyncGenerator<Figure> {
  const find = (name: string, words: (run: number) => string, filter: object = {}) =>
    measure(`${count}: search, ${name}`, boundMs, (run) =>
      store.search.find({ ...PAGE, ...filter, words: words(run) }, NOW),
    );
  yield await find('a common word', (run) => word(run % 10));
  yield await find('a word of the middle', (run) => word(300 + run));
  yield await find('a rare word', (run) => word(20_000 + run));
  yield await find('two words', (run) => `${word(run % 10)} ${word(100 + run)}`);
  yield await find('either of two words', (run) => `${word(run % 10)} or ${word(100 + run)}`);
  yield await find('a phrase', (run) => `"${word(run % 10)} ${word((run * 7) % 20)}"`);
  yield await find('a word without another', (run) => `${word(run % 10)} -${word(1 + (run % 9))}`);
  yield await find('a word and a tag', (run) => word(run % 10), { tag: word(40) });
  yield await find('a word in one feed', (run) => word(run % 10), { feedId: 7 });
  yield await find('rubbish', (run) => `"NEAR(${run} * -( title: "" ) OR`);
  yield await measure(`${count}: latest`, boundMs, () => store.search.latest(PAGE));
}

/** The same in a server that has every second feed. */
async function* searchesAmongOthers(store: Store, count: number, boundMs: number): AsyncGenerator<Figure> {
  for (let feedId = 1; feedId <= FEEDS; feedId += 2) await store.servers.addFeed('half', feedId, undefined, NOW);
  const page = { ...PAGE, scope: { kind: 'server', serverId: 'half' } } as const;
  const find = (name: string, words: (run: number) => string) =>
    measure(`${count}: half of the feeds, ${name}`, boundMs, (run) =>
      store.search.find({ ...page, words: words(run) }, NOW),
    );
  yield await find('a common word', (run) => word(run % 10));
  yield await find('a rare word', (run) => word(20_000 + run));
  yield await measure(`${count}: half of the feeds, latest`, boundMs, () => store.search.latest(page));
}

async function* proposals(store: Store, count: number): AsyncGenerator<Figure> {
  const { scope } = PAGE;
  const starts = ['', 'k', 'ka', 'sha', 'veru', 'xyz'];
  for (const start of starts) {
    const name = (what: string) => `${count}: propose ${what} for "${start}"`;
    yield await measure(name('tags'), SUGGEST_MS, () => store.search.suggestTags(scope, start, NOW));
    yield await measure(name('authors'), SUGGEST_MS, () => store.search.suggestAuthors(scope, start));
  }
  yield await measure(`${count}: the feeds to propose`, SUGGEST_MS, () => store.servers.feeds(SERVER));
  yield await measure(`${count}: trending tags`, undefined, () => store.search.trending(scope, NOW));
}

function recording(store: Store, count: number): Promise<Figure> {
  const draw = randomFrom(2);
  return measure(`${count}: record a poll of 12 articles`, undefined, async (run) => {
    const articles = Array.from({ length: 12 }, (_, n) => makeArticle(1e9 + run * 12 + n, NOW, draw));
    await store.articles.record(1 + (run % 300), pollOf(articles, 1 + (run % 300)), NOW);
  });
}
