import { existsSync, rmSync, renameSync } from 'node:fs';
import { DatabaseSync, backup } from 'node:sqlite';

import { sql } from 'kysely';

import { UserError, messageOf } from '../lib/errors.ts';
import type { Database } from './backend.ts';
import { WAITING } from './heads.ts';

const ALL_PAGES = 2 ** 31 - 1;

/** Where a copy says that it is one, and since when: in the cache, where it does not expire. */
const MARK = { namespace: 'backup', key: 'taken_at' } as const;

/**
 * Copies a database that may be at work into a file, and marks the copy.
 *
 * @param url as openStore takes it.
 * @param now before which all that the copy holds was done.
 * @throws {UserError} when that can't be done; then there is no such file.
 */
export async function backUp(url: string, file: string, now: number): Promise<void> {
  const path = url.slice('sqlite:'.length);
  if (path === ':memory:' || !existsSync(path))
    throw new UserError(`There is no database at ${path}: check DATABASE_URL, or run this where Herald runs.`);
  if (existsSync(file)) throw new UserError(`${file} is there already: choose another name, or remove it.`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    const source = new DatabaseSync(path, { readOnly: true });
    // In one step: what is written meanwhile would begin a copy of several steps anew, again and again.
    await backup(source, partial, { rate: ALL_PAGES }).finally(() => source.close());
    mark(partial, now);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new UserError(`The backup could not be made: ${messageOf(error)}. There is no ${file}.`, { cause: error });
  }
}

function mark(file: string, now: number): void {
  const copy = new DatabaseSync(file);
  try {
    const { quick_check: found } = copy.prepare('pragma quick_check(1)').get() ?? {};
    if (found !== 'ok') throw new Error(`the copy is damaged (${String(found)})`);
    copy
      .prepare('insert or replace into cache (namespace, key, value, expires_at) values (?, ?, ?, null)')
      .run(MARK.namespace, MARK.key, String(now));
  } finally {
    copy.close();
  }
}

/**
 * Where a backup has become the database: what was done since it was taken nobody has written down. What waits may have been
 * sent, and so may what the feeds show as new at their next poll; both count as tried since then, so that they are looked for
 * before they are sent, each by itself: what left with which nobody knows either. A start on a database that is no copy changes
 * nothing.
 *
 * @returns when the backup was taken, if this is the first start on one.
 */
export async function doubtSince(db: Database): Promise<number | undefined> {
  const found = await db
    .deleteFrom('cache')
    .where('namespace', '=', MARK.namespace)
    .where('key', '=', MARK.key)
    .returning('value')
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const takenAt = Number(found.value);
  await takeFoldsApart(db);
  await db
    .updateTable('deliveries')
    .set({ first_tried_at: takenAt })
    .where('state', '=', WAITING)
    .where((is) => is.or([is('first_tried_at', 'is', null), is('first_tried_at', '>', takenAt)]))
    .execute();
  await db.updateTable('feeds').set({ doubted_since: takenAt }).where('doubted_since', 'is', null).execute();
  return takenAt;
}

/** What waits leaves alone. What a message was to list was tried when the first of it was. */
async function takeFoldsApart(db: Database): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((is) => ({
      first_tried_at: is
        .selectFrom('deliveries as head')
        .select('head.first_tried_at')
        .whereRef('head.id', '=', 'deliveries.fold_id'),
    }))
    .where('state', '=', WAITING)
    .where('fold_id', 'is not', null)
    .execute();
  await db.updateTable('deliveries').set(alone).where('state', '=', WAITING).execute();
}

const alone = { fold_id: sql<number>`id` };

/** What a feed brought while it was doubted may have been sent since then. */
export async function doubtArticles(
  db: Database,
  articles: readonly { readonly id: number }[],
  since: number,
): Promise<void> {
  for (const { id } of articles)
    await db
      .updateTable('deliveries')
      .set({ first_tried_at: since, ...alone })
      .where('article_id', '=', id)
      .where('state', '=', WAITING)
      .execute();
}
