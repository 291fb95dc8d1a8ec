import { setTimeout } from 'node:timers/promises';

import { Keyv } from 'keyv';
import { describe, expect, test } from 'vitest';

import { CacheTable, forgetExpired } from '../../src/store/cache.ts';
import { dialects } from '../support/dialects.ts';

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

describe.each(dialects)('the cache on $name', ({ open, shared }) => {
  test('Keyv uses it directly, as a store that keeps to its contract', async () => {
    const { db } = await open();
    const table = new CacheTable(db);
    expect(table.capabilities).toMatchObject({ compatible: true, store: 'keyvStorage', expires: true });
    expect(new Keyv({ store: table }).store).toBe(table);
  });

  test('any value that JSON holds comes back as it was', async () => {
    const { store } = await open();
    const cache = store.cache('c');
    for (const value of [
      0,
      '',
      false,
      null,
      'a "quoted" \u{1F600}',
      { deep: [1, { x: null }] },
      Buffer.from([0, 255]),
    ]) {
      expect(await cache.set('key', value)).toBe(true);
      expect(await cache.get('key')).toEqual(value);
      expect(await cache.has('key')).toBe(true);
    }
    expect(await cache.get('another')).toBeUndefined();
    expect(await cache.has('another')).toBe(false);
  });

  test('keys of any shape are told apart, and the last value of a key counts', async () => {
    const { store } = await open();
    const cache = store.cache('c');
    const keys = ['a', 'A', 'a::b', "'; drop table cache; --", '%', '_', '\u{1F600}', 'x'.repeat(2000)];
    await cache.setMany(keys.map((key, value) => ({ key, value })));
    expect(await cache.getMany(keys)).toEqual(keys.map((_, index) => index));
    expect(
      await cache.setMany([
        { key: 'a', value: 7 },
        { key: 'a', value: 8 },
      ]),
    ).toEqual([true, true]);
    expect(await cache.get('a')).toBe(8);
  });

  test('what has expired is gone for every way of asking, also beneath Keyv', async () => {
    const { db, store } = await open();
    const cache = store.cache('c');
    await cache.set('short', 1, 20);
    await cache.set('long', 2, 60_000);
    await cache.set('ever', 3);
    const table = new CacheTable(db);
    table.namespace = 'c';
    expect(await table.hasMany(['short', 'long', 'ever'])).toEqual([true, true, true]);
    await setTimeout(30);
    expect(await table.hasMany(['short', 'long', 'ever'])).toEqual([false, true, true]);
    expect(await table.has('short')).toBe(false);
    expect(await table.get('short')).toBeUndefined();
    expect((await collect(table.iterator())).map(([key]) => key)).toEqual(['ever', 'long']);
    expect(await cache.getMany(['short', 'long', 'ever'])).toEqual([undefined, 2, 3]);
    await cache.set('short', 4);
    await setTimeout(30);
    expect(await cache.get('short')).toBe(4);
  });

  test('forgetting what has expired removes exactly that', async () => {
    const { db, store } = await open();
    const table = new CacheTable(db);
    await table.set('past', '1', 1000);
    await table.set('future', '2', 3000);
    await table.set('ever', '3');
    await forgetExpired(db, 2000);
    expect(await db.selectFrom('cache').select('key').orderBy('key').execute()).toEqual([
      { key: 'ever' },
      { key: 'future' },
    ]);
    await store.cache('c').clear();
  });

  test('many are read, written and deleted in their order', async () => {
    const { store } = await open();
    const cache = store.cache('c');
    const keys = Array.from({ length: 1300 }, (_, index) => `key-${index}`);
    const written = await cache.setMany(keys.map((key, value) => ({ key, value })));
    expect(written).toHaveLength(1300);
    expect(await cache.getMany(['key-1299', 'none', 'key-0'])).toEqual([1299, undefined, 0]);
    expect(await cache.hasMany(['none', 'key-7'])).toEqual([false, true]);
    expect(await cache.deleteMany(['key-1', 'none', 'key-2'])).toEqual([true, false, true]);
    expect(await cache.delete('key-3')).toBe(true);
    expect(await cache.delete('key-3')).toBe(false);
    expect((await cache.getMany(keys)).filter((value) => value !== undefined)).toHaveLength(1297);
    expect(await cache.getMany([])).toEqual([]);
  });

  test('namespaces keep to themselves', async () => {
    const { store } = await open();
    const [one, two] = [store.cache('one'), store.cache('two')];
    await one.set('key', 1);
    await two.set('key', 2);
    expect(await one.get('key')).toBe(1);
    await one.clear();
    expect(await one.get('key')).toBeUndefined();
    expect(await two.get('key')).toBe(2);
    expect(await one.delete('key')).toBe(false);
  });

  test('an iteration gives every pair of its namespace once, page after page, while rows are deleted', async () => {
    const { store } = await open();
    const cache = store.cache('c');
    await store.cache('other').set('key', 'not this');
    await cache.setMany(Array.from({ length: 250 }, (_, index) => ({ key: `key-${index}`, value: index })));
    const seen = new Map<unknown, unknown>();
    for await (const [key, value] of cache.iterator()) {
      seen.set(key, value);
      await cache.delete(key);
    }
    expect(seen.size).toBe(250);
    expect(seen.get('key-249')).toBe(249);
    expect(await collect(cache.iterator())).toEqual([]);
  });

  test('what the database refuses is thrown, not swallowed', async () => {
    const { store, db } = await open();
    const cache = store.cache('c');
    await db.schema.dropTable('cache').execute();
    await expect(cache.get('key')).rejects.toThrow(/cache/);
    await expect(cache.set('key', 1)).rejects.toThrow(/cache/);
  });

  test('a value that Keyv has not made text is refused', async () => {
    const { db } = await open();
    await expect(new CacheTable(db).set('key', { value: 1 })).rejects.toThrow(TypeError);
  });

  test.runIf(shared)('it outlives the process', async () => {
    const { store, db, again } = await open();
    await store.cache('c').set('key', { page: 2 });
    await db.destroy();
    expect(await (await again()).store.cache('c').get('key')).toEqual({ page: 2 });
  });
});
