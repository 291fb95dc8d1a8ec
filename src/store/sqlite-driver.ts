import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';

import { StorageError } from '../lib/errors.ts';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

/** https://sqlite.org/rescode.html#busy; its extended codes share the low byte. */
const SQLITE_BUSY = 5;
/** https://sqlite.org/rescode.html#full, #ioerr and #readonly */
const TROUBLES = new Map([
  [13, 'The disk under the database is full: make room.'],
  [10, 'The disk under the database does not work as it should, or is full: look at it.'],
  [8, 'The database may not be written: look at its permissions, and those of its folder.'],
]);
const BUSY_PAUSE_MS = 5;
const BUSY_LIMIT_MS = 30_000;
const MAX_STATEMENTS = 200;

type Use = 'write' | 'read';

const PRAGMAS: Readonly<Record<Use, readonly string[]>> = {
  // FULL: a power cut loses no commit, which NORMAL would allow in WAL mode (https://sqlite.org/pragma.html#pragma_synchronous).
  write: ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on'],
  // In KiB: the search reads widely, the writer little.
  read: ['cache_size = -32000'],
};

/**
 * node:sqlite as Kysely drives it. Kysely's own SqliteDriver would sit on an adapter, but it begins transactions as readers,
 * which fail half-way when another process writes, and it can't wait for a lock without blocking the event loop, as
 * SQLite's own busy_timeout does. Here a transaction begins as a writer, and a lock held elsewhere is waited for in pauses.
 */
export class NodeSqliteDriver implements Driver {
  readonly #connection: SqliteConnection;
  readonly #use: Use;

  /** A connection for writing makes the file at once; one for reading looks for it with its first query. */
  constructor(path: string, use: Use) {
    const database = new DatabaseSync(path, { timeout: 0, open: use === 'write', readOnly: use === 'read' });
    this.#connection = new SqliteConnection(database);
    this.#use = use;
  }

  async init(): Promise<void> {
    this.#connection.open();
    for (const pragma of PRAGMAS[this.#use]) await this.#connection.command(`pragma ${pragma}`);
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.#connection);
  }

  async beginTransaction(): Promise<void> {
    await this.#connection.command('begin immediate');
  }

  async commitTransaction(): Promise<void> {
    await this.#connection.command('commit');
  }

  async rollbackTransaction(): Promise<void> {
    await this.#connection.rollback();
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    this.#connection.close();
    return Promise.resolve();
  }
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  /** Compiled statements, the longest unused first: compiling costs more than most of our queries. */
  readonly #statements = new Map<string, Prepared>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  open(): void {
    if (!this.#database.isOpen) this.#database.open();
  }

  command(sql: string): Promise<void> {
    return this.#whenFree(() => this.#database.exec(sql));
  }

  /** After some errors SQLite has rolled back by itself (https://sqlite.org/lang_transaction.html, 3); again would hide them. */
  async rollback(): Promise<void> {
    if (this.#database.isTransaction) await this.command('rollback');
  }

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return this.#whenFree(() => {
      const { statement, returnsRows } = this.#prepare(sql);
      const values = parameters as readonly SQLInputValue[]; // Kysely types them unknown; SQLite refuses others by itself.
      if (returnsRows) return { rows: statement.all(...values) as R[] };
      return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
    });
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery(query);
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(sql: string): Prepared {
    const prepared = this.#statements.get(sql) ?? this.#compile(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, prepared);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > MAX_STATEMENTS && oldest !== undefined) this.#statements.delete(oldest);
    return prepared;
  }

  #compile(sql: string): Prepared {
    const statement = this.#database.prepare(sql);
    return { statement, returnsRows: statement.columns().length > 0 };
  }

  async #whenFree<T>(run: () => T): Promise<T> {
    const deadline = Date.now() + BUSY_LIMIT_MS;
    for (;;) {
      try {
        return run();
      } catch (error) {
        // A busy statement had no effect. Inside a transaction, which holds the write lock, there is none.
        if (resultOf(error) !== SQLITE_BUSY || Date.now() > deadline) throw told(error);
        await setTimeout(BUSY_PAUSE_MS);
      }
    }
  }
}

function resultOf(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** The failures of a disk in words; anything else as it is. */
function told(error: unknown): unknown {
  const trouble = TROUBLES.get(resultOf(error) ?? 0);
  if (trouble === undefined) return error;
  return new StorageError(`${trouble} Herald goes on by itself once that is mended; nothing is lost.`, {
    cause: error,
  });
}
