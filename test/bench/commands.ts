import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { ADMIN, GUILD, MEMBER, OTHER_MEMBER } from '../../src/sandbox/cast.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { openStore } from '../../src/store/index.ts';
import { handIn } from '../support/hand.ts';
import { rss, startOrigin, type Origin } from '../support/origin.ts';
import { spawnHerald } from '../support/process.ts';
import { makeArticle, pollOf, randomFrom, word } from './corpus.ts';
import { gather, type Figure } from './measure.ts';

const FEEDS = 30;
const OLD_ARTICLES = 20_000;
const NEW_ARTICLES = 12;
/** Discord waits 3 s; a member begins to wonder sooner. */
const ACKNOWLEDGED_MS = 100;
const NO_CONTENT = 204;

/** A Herald in a process of its own that polls thirty feeds each second, every one with a dozen new articles. */
export async function* benchCommands(): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  const databaseUrl = `sqlite:${join(folder, 'herald.db')}`;
  const sandbox = await startSandbox({ port: 0, limits: { perSecond: Infinity } });
  const origin = await startOrigin();
  await fillFrom(origin, databaseUrl);
  const herald = spawnHerald({
    ...{ DISCORD_TOKEN: sandbox.token, DISCORD_API_URL: sandbox.apiUrl, DATABASE_URL: databaseUrl },
    ...{ ROLES: 'gateway,poll', POLL_SECONDS: '1', ALLOW_PRIVATE_NETWORKS: 'true', COMMANDS_PER_MINUTE: '1000' },
  });
  try {
    await Promise.race([registered(sandbox), herald.exited]);
    if (!isRegistered(sandbox)) throw new Error(`Herald did not start:\n${herald.output()}`);
    yield* answers(sandbox);
    process.stderr.write(`${origin.requests.length} polls with ${NEW_ARTICLES} new articles each meanwhile\n`);
  } finally {
    herald.signal('SIGTERM');
    await herald.exited;
    await origin.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const isRegistered = ({ state }: Sandbox) => [...state.commands.values()].flat().length > 0;

async function registered(sandbox: Sandbox): Promise<void> {
  while (!isRegistered(sandbox)) await setTimeout(50);
}

async function fillFrom(origin: Origin, databaseUrl: string): Promise<void> {
  const store = await openStore(databaseUrl);
  const draw = randomFrom(3);
  let made = 0;
  for (let index = 0; index < FEEDS; index += 1) {
    const path = `/feed${index}`;
    origin.serve(path, (_request, response) => {
      const fresh = Array.from({ length: NEW_ARTICLES }, () => ({ id: `new-${(made += 1)}`, tags: [word(made % 50)] }));
      response.end(rss(fresh));
    });
    const { id } = await store.feeds.add(`${origin.url}${path}`, 0);
    await store.servers.addFeed(GUILD, id, undefined, 0);
    const old = Array.from({ length: OLD_ARTICLES / FEEDS }, (_, n) => makeArticle(index * 1e6 + n, Date.now(), draw));
    await store.articles.record(id, { ...pollOf(old, id), nextPollAt: 0 }, Date.now());
  }
  await store.close();
}

async function* answers(sandbox: Sandbox): AsyncGenerator<Figure> {
  const hand = handIn(sandbox);
  // Each member has a budget of commands a minute.
  const as = (run: number) => ({ userId: [ADMIN, MEMBER, OTHER_MEMBER][run % 3]?.id ?? ADMIN.id });
  const first = (name: string, ask: (run: number) => Promise<unknown>) =>
    gather(`while feeds are polled: ${name}`, ACKNOWLEDGED_MS, (run) => untilAcknowledged(sandbox, ask(run)));
  yield await first('/search', (run) => hand.run('search', { words: word(run % 10) }, as(run)));
  yield await first('/search, a tag', (run) => hand.run('search', { words: word(run), tag: word(40) }, as(run)));
  yield await first('/latest', (run) => hand.run('latest', {}, as(run)));
  yield await first('/tags', (run) => hand.run('tags', {}, as(run)));
  yield await first('/help', (run) => hand.run('help', {}, as(run)));
  yield await first('complete a tag', (run) => hand.complete('latest', { tag: word(run).slice(0, 2) }, 'tag'));
  yield await first('complete an author', (run) => hand.complete('latest', { author: 'ka' }, 'author', as(run)));
}

/** How long it took until Herald's first answer to what was asked, in milliseconds; ends when the whole answer stands. */
async function untilAcknowledged(sandbox: Sandbox, asked: Promise<unknown>): Promise<number> {
  const began = performance.now();
  const before = sandbox.answers.get(NO_CONTENT) ?? 0;
  // Only answers to interactions have no content: Herald has nothing else to do with Discord here.
  while ((sandbox.answers.get(NO_CONTENT) ?? 0) === before) await setTimeout(1);
  const took = performance.now() - began;
  await asked;
  return took;
}
