import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { backUp } from '../../src/store/backup.ts';
import { temporaryFolder } from '../support/folder.ts';
import { rss } from '../support/origin.ts';
import { startTown, type Town } from '../support/town.ts';

/** Shorter than the test's steps: what is repeated is doubled, unless it was looked for. */
const NONCE_SECONDS = 0.2;
const POSTED = { POST_BACKLOG: '1000' };

function publish(place: Town, newest: number): void {
  place.origin.serve('/feed', rss(Array.from({ length: newest }, (_, index) => ({ id: newest - index }))));
}

async function untilPosted(place: Town, count: number): Promise<void> {
  await vi.waitUntil(async () => (await place.messages()).length >= count, { timeout: 20_000, interval: 25 });
}

/** Runs the command as an operator does. */
async function runBackup(place: Town, file: string): Promise<{ readonly stderr: string }> {
  const env = { PATH: process.env['PATH'], ...place.settings };
  // What fails has its output, too.
  return await promisify(execFile)(process.execPath, ['src/main.ts', 'backup', file], { env }).catch(
    (error: unknown) => error as { readonly stderr: string },
  );
}

test('a backup taken at work, restored after more was posted: each article is there once, in order', async () => {
  const folder = temporaryFolder();
  const [database, copy] = [join(folder, 'herald.db'), join(folder, 'copy.db')];
  const place = await startTown(`sqlite:${database}`, { nonceSeconds: NONCE_SECONDS });
  onTestFinished(() => place.close());

  publish(place, 5);
  const first = place.start(POSTED);
  await untilPosted(place, 3);
  expect(await runBackup(place, copy)).toMatchObject({ stderr: '' });
  await untilPosted(place, 5);
  publish(place, 9);
  await untilPosted(place, 9);
  first.signal('SIGKILL');
  await first.exited;

  for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true });
  copyFileSync(copy, database);
  await setTimeout(NONCE_SECONDS * 1000);
  publish(place, 12);
  const restored = place.start(POSTED);
  await untilPosted(place, 12);
  await setTimeout(1_500);
  const titles = (await place.messages()).map(({ embeds }) => embeds[0]?.title);
  expect(titles).toEqual(Array.from({ length: 12 }, (_, index) => `Article ${index + 1}`));
  expect(restored.output()).toContain('this database is a backup');

  restored.signal('SIGTERM');
  await restored.exited;
  const later = place.start(POSTED);
  publish(place, 13);
  await untilPosted(place, 13);
  expect(later.output()).not.toContain('this database is a backup');
}, 60_000);

test.each(['full', 'link'] as const)(
  'what left in a list after the backup comes again neither alone nor in a list: %s',
  async (look) => {
    const folder = temporaryFolder();
    const [database, copy] = [join(folder, 'herald.db'), join(folder, 'copy.db')];
    const place = await startTown(`sqlite:${database}`, { nonceSeconds: NONCE_SECONDS });
    onTestFinished(() => place.close());
    const start = Date.UTC(2026, 5, 23, 21, 48);
    const burst = (newest: number) =>
      place.origin.serve('/feed', rss(Array.from({ length: newest }, (_, n) => announced(newest - n))));
    const announced = (id: number) => ({ id, published: start + id * 5000 });
    const headings = async () => (await place.messages()).map(({ embeds, content }) => embeds[0]?.title ?? content);

    burst(1);
    const first = place.start(POSTED);
    await untilPosted(place, 1);
    const db = new DatabaseSync(database, { timeout: 5_000 });
    db.prepare('update servers set look = ?').run(look);
    db.close();
    await backUp(`sqlite:${database}`, copy, Date.now());
    burst(20);
    await untilPosted(place, 2);
    const posted = await headings();
    expect(posted[1]).toContain('19 new articles by');
    expect((await place.messages())[1]?.embeds).toHaveLength(look === 'full' ? 1 : 0);
    first.signal('SIGKILL');
    await first.exited;

    for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true });
    copyFileSync(copy, database);
    await setTimeout(NONCE_SECONDS * 1000);
    place.start(POSTED);
    await setTimeout(2_500);
    burst(21);
    await untilPosted(place, 3);
    await setTimeout(1_000);
    expect(await headings()).toEqual([...posted, expect.stringContaining('Article 21')]);
  },
  60_000,
);

test('a backup that can’t be made leaves no file, and says why', async () => {
  const folder = temporaryFolder();
  const database = join(folder, 'none.db');
  const file = join(folder, 'copy.db');
  const attempt = () => backUp(`sqlite:${database}`, file, Date.now());
  await expect(attempt()).rejects.toThrow(/There is no database at .*none\.db/);
  expect(existsSync(file)).toBe(false);

  writeFileSync(database, 'this is no database, though it is long enough to look like one '.repeat(100));
  await expect(attempt()).rejects.toThrow(/could not be made/);
  expect(readdirSync(folder)).toEqual(['none.db']);

  writeFileSync(file, 'kept');
  await expect(attempt()).rejects.toThrow(/is there already/);
  expect(readFileSync(file, 'utf8')).toBe('kept');
});
