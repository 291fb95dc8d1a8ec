import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from './support/folder.ts';
import { rss } from './support/origin.ts';
import type { HeraldProcess } from './support/process.ts';
import { startTown, type Town } from './support/town.ts';

const KILLS = 50;
/** A generator of numbers from 0 to 1 that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Publishes an article every so often until it is stopped. */
function publishInto(place: Town, everyMs: number) {
  let newest = 0;
  const show = () =>
    place.origin.serve('/feed', rss(Array.from({ length: newest }, (_, index) => ({ id: newest - index }))));
  show();
  const timer = setInterval(() => {
    newest += 1;
    show();
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return newest;
    },
  };
}

/** Lets a Herald live until it has posted. @returns how long that took from when it said that it runs, in milliseconds. */
async function firstPost(place: Town): Promise<number> {
  const herald = place.start({ POST_BACKLOG: '1000' });
  await running(herald);
  const began = performance.now();
  await vi.waitUntil(async () => (await place.messages()).length > 0, { timeout: 30_000, interval: 25 });
  const took = performance.now() - began;
  herald.signal('SIGKILL');
  await herald.exited;
  return took;
}

const running = (herald: HeraldProcess) =>
  vi.waitUntil(() => herald.output().includes('Herald runs'), { timeout: 30_000 });

test(`killed ${KILLS} times at random moments, every article is in the channel exactly once, in order`, async () => {
  const seed = Date.now() % 1_000_000;
  const random = randomFrom(seed);
  const place = await startTown(`sqlite:${join(temporaryFolder(), 'herald.db')}`);
  onTestFinished(() => place.close());
  const feed = publishInto(place, 120);
  // A busy machine takes its time until the first post: half of the lives are longer than that.
  const longestMs = 2 * (await firstPost(place));

  for (let kill = 0; kill < KILLS; kill += 1) {
    // Every third life meets a Discord that stores the message and then drops the connection.
    await place.mend();
    if (kill % 3 === 0) await place.fault({ match: 'POST /channels/*/messages', times: 1, after: true, reset: true });
    const herald = place.start({ POST_BACKLOG: '1000' });
    // Most lives end while posts are on their way, the others while Herald is still opening its eyes.
    if (random() < 0.7) await running(herald);
    await setTimeout(random() * longestMs);
    herald.signal('SIGKILL');
    await herald.exited;
  }

  const newest = feed.stop();
  const before = (await place.messages()).length;
  expect(before, 'posts made by the processes that were killed').toBeGreaterThan(KILLS);
  place.start({ POST_BACKLOG: '1000' });
  await vi.waitUntil(async () => (await place.messages()).length >= newest, { timeout: 60_000, interval: 100 });
  const posted = (await place.messages()).map(({ embeds }) => embeds[0]?.title);
  const published = Array.from({ length: newest }, (_, index) => `Article ${index + 1}`);
  expect(posted, `with the seed ${seed}`).toEqual(published);
}, 400_000);
