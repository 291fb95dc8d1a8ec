import {
  Keyv,
  keyvStorageCapability,
  type KeyvStorageAdapter,
  type KeyvStorageEntry,
  type KeyvStorageGetResult,
} from 'keyv';

import { chunks, type Database } from './backend.ts';

/** How many rows an iteration reads at a time. */
const PAGE = 100;

/**
 * A Keyv over the database, for what may be forgotten.
 *
 * @param namespace keeps the keys of one use apart from those of others.
 */
export function openCache(db: Database, namespace: string): Keyv {
  return new Keyv({ store: new CacheTable(db), namespace });
}

/** Forgets what has expired. Only the size of the table depends on it: what has expired isn't read. */
export async function forgetExpired(db: Database, now: number): Promise<void> {
  await db.deleteFrom('cache').where('expires_at', '<=', now).execute();
}

/** All of Keyv 6's contract but the events of its emitter: what fails here is thrown, and Keyv makes it an event. */
type Storage = Required<Pick<KeyvStorageAdapter, 'capabilities' | 'iterator'>> &
  Pick<KeyvStorageAdapter, 'namespace' | 'get' | 'getMany' | 'has' | 'hasMany' | 'set' | 'setMany'> &
  Pick<KeyvStorageAdapter, 'delete' | 'deleteMany' | 'clear'>;

/**
 * Keyv's storage in the table `cache`. The namespace is a column instead of a prefix, so that clearing one is one statement.
 * `disconnect` is left out: the database belongs to the store, not to one of its caches.
 */
export class CacheTable implements Storage {
  readonly #db: Database;
  /** Set by Keyv. */
  namespace: string | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  get capabilities() {
    return keyvStorageCapability(this);
  }

  async get<Value>(key: string) {
    const [value] = await this.getMany<Value>([key]);
    return value;
  }

  async getMany<Value>(keys: string[]): Promise<KeyvStorageGetResult<Value>[]> {
    const found = new Map<string, string>();
    for (const some of chunks(keys)) {
      const rows = await this.#alive().where('key', 'in', some).execute();
      for (const { key, value } of rows) found.set(key, value);
    }
    return keys.map((key) => found.get(key));
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return (await this.getMany(keys)).map((value) => value !== undefined);
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    await this.setMany([{ key, value, ...(expires !== undefined && { expires }) }]);
    return true;
  }

  async setMany<Value>(entries: KeyvStorageEntry<Value>[]): Promise<boolean[]> {
    // Later values of a key win; PostgreSQL refuses to update one row twice in a statement.
    const distinct = [...new Map(entries.map((entry) => [entry.key, entry])).values()];
    for (const some of chunks(distinct, 4)) {
      await this.#db
        .insertInto('cache')
        .values(some.map(({ key, value, expires }) => ({ ...this.#row(key, value), expires_at: expires ?? null })))
        .onConflict((conflict) =>
          conflict.columns(['namespace', 'key']).doUpdateSet((is) => ({
            value: is.ref('excluded.value'),
            expires_at: is.ref('excluded.expires_at'),
          })),
        )
        .execute();
    }
    return entries.map(() => true);
  }

  async delete(key: string): Promise<boolean> {
    const [deleted] = await this.deleteMany([key]);
    return deleted === true;
  }

  async deleteMany(keys: string[]): Promise<boolean[]> {
    const deleted = new Set<string>();
    for (const some of chunks(keys)) {
      const rows = await this.#db
        .deleteFrom('cache')
        .where('namespace', '=', this.#namespace)
        .where('key', 'in', some)
        .returning('key')
        .execute();
      for (const { key } of rows) deleted.add(key);
    }
    return keys.map((key) => deleted.has(key));
  }

  async clear(): Promise<void> {
    await this.#db.deleteFrom('cache').where('namespace', '=', this.#namespace).execute();
  }

  /** Pages by key, so that no statement stays open while the caller is busy with a row. */
  async *iterator<Value>(): AsyncGenerator<(string | Awaited<Value> | undefined)[], void> {
    let after: string | undefined = '';
    while (after !== undefined) {
      const rows: { key: string; value: string }[] = await this.#alive()
        .where('key', '>', after)
        .orderBy('key')
        .limit(PAGE)
        .execute();
      for (const { key, value } of rows) yield [key, value];
      after = rows.at(-1)?.key;
    }
  }

  get #namespace(): string {
    return this.namespace ?? '';
  }

  #alive() {
    return this.#db
      .selectFrom('cache')
      .select(['key', 'value'])
      .where('namespace', '=', this.#namespace)
      .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', Date.now())]));
  }

  #row(key: string, value: unknown) {
    if (typeof value !== 'string') throw new TypeError('The cache stores text: leave serialization to Keyv.');
    return { namespace: this.#namespace, key, value };
  }
}
