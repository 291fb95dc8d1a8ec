import type { Insertable } from 'kysely';
import { describe, expect, test, vi } from 'vitest';

import type { Database } from '../../src/store/backend.ts';
import { prepared, type Given } from '../../src/store/prepared.ts';
import type { Tables } from '../../src/store/schema.ts';
import { dialects } from '../support/dialects.ts';

interface Host {
  readonly host: string;
  readonly paused_until: number;
}

describe.each(dialects)('a prepared query, on $name,', ({ open }) => {
  test('is written once for all lists of one length, and answers what each call asks', async () => {
    const { db } = await open();
    const write = vi.fn((on: Database, given: Given<{ hosts: readonly string[]; after: number }>) =>
      on
        .selectFrom('hosts')
        .select('host')
        .where('host', 'in', given.each('hosts'))
        .where('paused_until', '>', given('after'))
        .orderBy('host'),
    );
    const paused = prepared(write);
    const add = prepared((on: Database, given: Given<{ rows: readonly Host[] }>) =>
      on.insertInto('hosts').values(given.rows('rows')),
    );
    const hosts = ['a', 'b', 'c'].map((host, index) => ({ host, paused_until: index }));
    expect(await add(db, { rows: hosts })).toEqual([]);
    await add(db, { rows: [{ paused_until: 9, host: 'd' }] });
    const ask = async (after: number, ...names: readonly string[]) =>
      (await paused(db, { hosts: names, after })).map(({ host }) => host);
    expect(await ask(-1, 'a', 'b')).toEqual(['a', 'b']);
    expect(await ask(0, 'd', 'a')).toEqual(['d']);
    expect(await db.transaction().execute((trx) => paused(trx, { hosts: ['c', 'b'], after: 1 }))).toEqual([
      { host: 'c' },
    ]);
    expect(write).toHaveBeenCalledOnce();
    expect(await ask(-1, 'b', 'c', 'd')).toEqual(['b', 'c', 'd']);
    expect(await ask(-1)).toEqual([]);
  });

  test('tells columns apart, of a row and of rows', async () => {
    const { db } = await open();
    const change = prepared((on: Database, given: Given<{ host: string; columns: Partial<Host> }>) =>
      on.updateTable('hosts').set(given.row('columns')).where('host', '=', given('host')),
    );
    await db.insertInto('hosts').values({ host: 'a', paused_until: 1 }).execute();
    await change(db, { host: 'a', columns: { paused_until: 2 } });
    await change(db, { host: 'a', columns: { host: 'b' } });
    await change(db, { host: 'b', columns: { paused_until: 3, host: 'c' } });
    expect(await db.selectFrom('hosts').selectAll().execute()).toEqual([{ host: 'c', paused_until: 3 }]);
    const add = prepared((on: Database, given: Given<{ rows: readonly Insertable<Tables['destinations']>[] }>) =>
      on.insertInto('destinations').values(given.rows('rows')),
    );
    await add(db, { rows: [{ kind: 'channel', address: '1' }] });
    await add(db, { rows: [{ kind: 'channel', address: '2', server_id: 's' }] });
    const rows = await db.selectFrom('destinations').select('server_id').orderBy('address').execute();
    expect(rows.map(({ server_id }) => server_id)).toEqual([null, 's']);
  });

  test('is kept for the last shapes of its lists, and for each database by itself', async () => {
    const [{ db }, other] = [await open(), await open()];
    const write = vi.fn((on: Database, given: Given<{ hosts: readonly string[] }>) =>
      on.selectFrom('hosts').select('host').where('host', 'in', given.each('hosts')),
    );
    const known = prepared(write);
    for (let length = 1; length <= 25; length += 1) {
      await known(db, { hosts: Array<string>(length).fill('a') });
      await known(db, { hosts: ['a'] });
    }
    expect(write).toHaveBeenCalledTimes(25);
    await known(db, { hosts: ['a', 'b'] });
    expect(write).toHaveBeenCalledTimes(26);
    await known(other.db, { hosts: ['a'] });
    expect(write).toHaveBeenCalledTimes(27);
  });
});
