import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { rss } from '../support/origin.ts';
import { startTown } from '../support/town.ts';

const MEGABYTES = 8;

/** A small disk of the test's own; undefined where that is not allowed. */
function smallDisk() {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'none', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => {
      const file = openSync(ballast, 'w');
      try {
        for (;;) writeSync(file, Buffer.alloc(4096));
      } catch {
        closeSync(file);
      }
    },
    empty: () => rmSync(ballast),
  };
}

const titlesTo = (newest: number) => Array.from({ length: newest }, (_, index) => `Article ${index + 1}`);

test('a full disk: what was posted is not posted again, what waits is posted when there is room', async () => {
  const disk = smallDisk();
  if (disk === undefined) {
    console.log('skipped: no file system can be mounted here');
    return;
  }
  // Discord forgets nonces at once: only what Herald knows keeps it from posting twice.
  const place = await startTown(`sqlite:${join(disk.folder, 'herald.db')}`, { nonceSeconds: 0.001 });
  onTestFinished(() => place.close());
  const publish = (newest: number) =>
    place.origin.serve('/feed', rss(Array.from({ length: newest }, (_, index) => ({ id: newest - index }))));
  const posted = async () => (await place.messages()).map(({ embeds }) => embeds[0]?.title);
  const until = <T>(check: () => T | Promise<T>) => vi.waitUntil(check, { timeout: 20_000, interval: 20 });

  publish(2);
  const herald = place.start({ POST_BACKLOG: '10' });
  await until(async () => (await posted()).length === 2);
  await place.fault({ match: 'POST /channels/*/messages', after: true, hang: 700 });
  publish(4);
  await until(async () => (await posted()).length === 3);
  disk.fill();
  await until(() => herald.output().includes('cannot be written down yet'));
  publish(6);
  await setTimeout(2_500);
  expect(herald.output()).toContain('The disk under the database is full: make room.');
  expect(await posted()).toEqual(titlesTo(3));

  disk.empty();
  await until(async () => (await posted()).length >= 6).catch(() => undefined);
  expect(await posted()).toEqual(titlesTo(6));
  await setTimeout(1_500);
  expect(await posted()).toEqual(titlesTo(6));
}, 60_000);
