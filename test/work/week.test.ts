import { expect, test } from 'vitest';
import { startServer } from '../feed/server.ts';
import { foremFeed, week } from './forem.ts';
import { chance, simulate } from './sim.ts';

const HOUR = 3_600_000;

// A thousand polls and more: seconds on an idle machine, a minute on one that runs all else beside it.
test('a week of dev.to loses nothing and posts nothing twice', { timeout: 240_000 }, async () => {
  const sim = await simulate();
  const happens = week(sim.clock.now, chance(4));
  const asked: { readonly at: number; readonly path: string; readonly conditional: boolean }[] = [];
  const edge = foremFeed(happens, sim.clock, chance(5));
  const { url } = await startServer((request, response) => {
    const conditional = request.headers['if-none-match'] !== undefined;
    asked.push({ at: sim.clock.now, path: request.url ?? '', conditional });
    edge(request, response);
  });
  const feed = await sim.add(`${url}/feed`);
  await sim.runUntil(happens.end);

  const newsFrom = happens.start;
  const newsTo = happens.end - 5 * HOUR;
  const due = happens.articles.filter(({ visibleAt }) => visibleAt > newsFrom && visibleAt < newsTo);
  const posted = await sim.posted();
  expect(due.length).toBeGreaterThan(800);
  expect(due.map(({ number }) => `Article ${number}`).filter((title) => !posted.includes(title))).toEqual([]);
  expect(new Set(posted).size).toBe(posted.length);

  const polls = asked.filter(({ path }) => path === '/feed');
  const rests = polls.slice(1).map(({ at }, index) => at - (polls[index]?.at ?? 0));
  expect(Math.min(...rests)).toBeGreaterThanOrEqual(600_000);
  expect(polls.filter(({ conditional }) => !conditional)).toHaveLength(1);
  const health = await sim.store.feeds.health(feed.id, '', sim.clock.now);
  expect(health).toMatchObject({ missedSince: undefined });
  expect(health?.foundBehind).toBeGreaterThan(7 * 18);
});
