import { CompiledQuery, sql, type Compilable, type RawBuilder } from 'kysely';

import type { Database } from './backend.ts';

/** Puts into a query what its calls bring. */
export interface Given<Values> {
  /** A value. */
  <Name extends keyof Values & string>(name: Name): RawBuilder<Values[Name]>;
  /** The values of a list. */
  each<Name extends keyof Values & string>(name: Name): RawBuilder<Element<Values[Name]>>[];
  /** The columns of a row. */
  row<Name extends keyof Values & string>(name: Name): Placed<Values[Name]>;
  /** Rows with the same columns. */
  rows<Name extends keyof Values & string>(name: Name): Placed<Element<Values[Name]>>[];
}

type Element<List> = List extends readonly (infer One)[] ? One : never;
type Placed<Row> = { readonly [Column in keyof Row]: RawBuilder<Row[Column]> };

/** SQL, and what finds the value of each parameter. */
interface Written {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** How many shapes of a query are kept, the last that were asked for: most polls bring one article or two. */
const MOST_KEPT = 20;

/**
 * A query whose SQL is written once for all calls that bring lists of the same lengths and rows of the same columns. Kysely takes
 * longer to write most of what a poll asks than SQLite to carry it out.
 *
 * @param build writes it, with `given` in place of what a call brings.
 */
export function prepared<Values extends Readonly<Record<string, unknown>>, Row>(
  build: (db: Database, given: Given<Values>) => Compilable<Row>,
): (db: Database, values: Values) => Promise<Row[]> {
  /** For each database, by the shape of what a call brings. */
  const written = new WeakMap<object, Map<string, Written>>();
  return async (db, values) => {
    // A transaction shares it with its database.
    const { adapter } = db.getExecutor();
    const kept = written.get(adapter) ?? new Map<string, Written>();
    written.set(adapter, kept);
    const shape = Object.values(values).map(shapeOf).join(' ');
    const query = kept.get(shape) ?? build(db, givenOf(values)).compile();
    kept.delete(shape);
    kept.set(shape, { sql: query.sql, parameters: query.parameters });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    const parameters = query.parameters.map((value) => (value instanceof Later ? value.of(values) : value));
    return (await db.executeQuery<Row>(CompiledQuery.raw(query.sql, parameters))).rows;
  };
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} ${shapeOf(value[0])}`;
  return typeof value === 'object' && value !== null ? Object.keys(value).join() : '';
}

/** Stands for a value that another call may bring. */
class Later {
  readonly #path: readonly (string | number)[];

  constructor(...path: readonly (string | number)[]) {
    this.#path = path;
  }

  of(values: unknown): unknown {
    return this.#path.reduce((value, key) => (value as Readonly<Record<string | number, unknown>>)[key], values);
  }
}

function givenOf<Values extends Readonly<Record<string, unknown>>>(values: Values): Given<Values> {
  const place = (...path: readonly (string | number)[]) => sql`${new Later(...path)}`;
  const placed = (row: unknown, ...path: readonly (string | number)[]) =>
    Object.fromEntries(Object.keys(Object(row) as object).map((column) => [column, place(...path, column)]));
  const listed = (name: string): readonly unknown[] => (Array.isArray(values[name]) ? values[name] : []);
  const given = Object.assign((name: string) => place(name), {
    each: (name: string) => listed(name).map((_, index) => place(name, index)),
    row: (name: string) => placed(values[name], name),
    rows: (name: string) => listed(name).map((row, index) => placed(row, name, index)),
  });
  // What stands where is known to the caller's types alone.
  return given as unknown as Given<Values>;
}
