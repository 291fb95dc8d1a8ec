import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sql } from 'kysely';
import { expect, test } from 'vitest';

import { UserError } from '../../src/lib/errors.ts';
import { openStore, storeOn } from '../../src/store/index.ts';
import { migrate } from '../../src/store/migrations/index.ts';
import { sqliteBackend } from '../../src/store/sqlite.ts';
import { temporaryFolder } from '../support/dialects.ts';
import { article, feed, poll, subscriber } from './world.ts';

async function refusal(url: string): Promise<string> {
  const error: unknown = await openStore(url).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(UserError);
  return error instanceof UserError ? error.message : '';
}

test('a file in a folder that is not there yet is made, and found again', async () => {
  const url = `sqlite:${join(await temporaryFolder(), 'deep', 'down', 'herald.db')}`;
  const first = await openStore(url);
  const { id } = await first.feeds.add('https://news.example/feed', 1);
  await first.close();
  const second = await openStore(url);
  expect(await second.feeds.get(id)).toMatchObject({ url: 'https://news.example/feed' });
  await second.close();
});

test('a database in memory starts empty each time', async () => {
  const first = await openStore('sqlite::memory:');
  await first.feeds.add('https://news.example/feed', 1);
  const second = await openStore('sqlite::memory:');
  expect(await second.feeds.get(1)).toBeUndefined();
  await Promise.all([first.close(), second.close()]);
});

test.each([
  'mysql://root:hunter2@db/herald',
  'postgres://root:hunter2@db/herald',
  'data/herald.db',
  'sqlite:',
  'sqlite://data/x.db',
  '',
])('the address %j is refused with what to write instead, and without its password', async (url) => {
  const message = await refusal(url);
  expect(message).toContain('sqlite:data/herald.db');
  expect(message).not.toContain('hunter2');
});

test('a file that is no database, and a folder that is a file, are refused in a sentence', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'notes.txt');
  await writeFile(path, 'not a database at all, but long enough to be looked at as one. '.repeat(20));
  expect(await refusal(`sqlite:${path}`)).toMatch(/not a database/);
  expect(await refusal(`sqlite:${join(path, 'herald.db')}`)).toMatch(/can't be opened/);
});

test('a database that a newer Herald has written is left alone', async () => {
  const path = join(await temporaryFolder(), 'herald.db');
  await (await openStore(`sqlite:${path}`)).close();
  const { db } = sqliteBackend(path);
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2099-01-01T00:00:00.000Z')`.execute(
    db,
  );
  await db.destroy();
  expect(await refusal(`sqlite:${path}`)).toMatch(/newer Herald/);
});

test('stores that open one new file at the same time do not trip over each other', async () => {
  const url = `sqlite:${join(await temporaryFolder(), 'herald.db')}`;
  const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(url)));
  const feeds = await Promise.all(stores.map((store) => store.feeds.add('https://news.example/feed', 1)));
  expect(new Set(feeds.map(({ id }) => id)).size).toBe(1);
  await Promise.all(stores.map((store) => store.close()));
});

test('a file survives a power cut: write-ahead log, synced at each commit, foreign keys held', async () => {
  const { db } = sqliteBackend(join(await temporaryFolder(), 'herald.db'));
  const pragma = async (name: string) =>
    Object.values((await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db)).rows[0] ?? {});
  expect(await pragma('journal_mode')).toEqual(['wal']);
  expect(await pragma('synchronous')).toEqual([2]);
  expect(await pragma('foreign_keys')).toEqual([1]);
  await db.destroy();
});

test('a full disk fails the call with its reason, leaves no trace, and is over when there is room again', async () => {
  const backend = sqliteBackend(join(await temporaryFolder(), 'herald.db'));
  await migrate(backend);
  const store = storeOn(backend);
  const { id } = await feed(store);
  await subscriber(store, id, '1');
  await sql`pragma max_page_count = 60`.execute(backend.db);
  const large = poll([article(1, { excerpt: 'x'.repeat(300_000) })], { fingerprint: 'print-2' });
  await expect(store.articles.record(id, large, 1)).rejects.toThrow(/full/);
  expect((await store.feeds.get(id))?.fingerprint).toBe('print-1');
  await sql`pragma max_page_count = 100000`.execute(backend.db);
  expect(await store.articles.record(id, large, 1)).toMatchObject({ deliveries: 1 });
  await store.close();
});
