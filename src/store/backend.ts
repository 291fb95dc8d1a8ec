import type { Kysely } from 'kysely';

import type { Tables } from './schema.ts';

export type Database = Kysely<Tables>;

/** The arguments of a function on a database, behind the database. */
export type Rest<F> = F extends (db: Database, ...rest: infer R) => unknown ? R : never;

/** A database that Herald runs on: a connection, and the named facts in which databases differ. */
export interface Backend {
  readonly db: Database;
  /** The same database for reading alone: does not wait while `db` is in a transaction. May be `db` itself. */
  readonly reader: Database;
  /** How a column is declared that numbers the rows of its table and never gives a number twice. */
  readonly idColumn: string;
  /** What ends the declaration of a table that is nothing but its primary key, so that it is stored once. */
  readonly keyedTable: string;
  /**
   * Whether a claim steps past rows that another process is claiming (FOR UPDATE SKIP LOCKED). Where it does not, a
   * transaction has the whole database for itself.
   */
  readonly skipsLocked: boolean;
  /** Whether the database belongs to one process of Herald: at its start nobody else holds a lease. */
  readonly oneProcess: boolean;
}

/** How many values one statement names at most: far under SQLite's 32,766 and PostgreSQL's 65,535 parameters. */
const CHUNK = 500;

/** Cuts a list into pieces that fit one statement; `width` is how many parameters each element takes. */
export function* chunks<T>(list: readonly T[], width = 1): Generator<readonly T[]> {
  const size = Math.ceil(CHUNK / width);
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
