import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';

import { UserError, messageOf } from '../lib/errors.ts';
import type { Backend, Database } from './backend.ts';
import type { Tables } from './schema.ts';
import { NodeSqliteDriver } from './sqlite-driver.ts';

/**
 * @param path a file, created with its folder when it isn't there, or `:memory:`.
 * @throws {UserError} when the file can't be opened.
 */
export function sqliteBackend(path: string): Backend {
  const db = kyselyOn(openDriver(path));
  return {
    db,
    // Only a connection of its own sees nothing of a transaction that is under way; a database in memory has but one.
    reader: path === ':memory:' ? db : kyselyOn(new NodeSqliteDriver(path, 'read')),
    idColumn: 'integer primary key autoincrement',
    keyedTable: 'without rowid',
    skipsLocked: false,
    oneProcess: true,
  };
}

function kyselyOn(driver: NodeSqliteDriver): Database {
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => driver,
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new TransactionalSqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
  });
}

function openDriver(path: string): NodeSqliteDriver {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    return new NodeSqliteDriver(path, 'write');
  } catch (error) {
    throw new UserError(
      `The database ${path} can't be opened: ${messageOf(error)}. Choose a file in a folder that Herald may write to.`,
    );
  }
}

/** SQLite can roll back a CREATE TABLE, and two processes that start together must not both migrate. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
