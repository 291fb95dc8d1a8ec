import { setImmediate, setTimeout } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import type { Database } from '../../src/store/backend.ts';
import { togetherOn } from '../../src/store/together.ts';
import { dialects } from '../support/dialects.ts';

describe.each(dialects)('work that comes at the same time, on $name', ({ open }) => {
  const note = (host: string, until: number) => (trx: Database) =>
    trx.insertInto('hosts').values({ host, paused_until: until }).execute();
  const noted = async (db: Database) =>
    (await db.selectFrom('hosts').select('host').orderBy('host').execute()).map(({ host }) => host);

  test('shares a transaction, and each piece gets what is its own', async () => {
    const { db } = await open();
    const together = togetherOn(db);
    const transactions = new Set<Database>();
    const pieces = Array.from({ length: 5 }, (_, n) =>
      together.run(async (trx) => {
        transactions.add(trx);
        await note(`host${n}`, n)(trx);
        return n;
      }),
    );
    expect(await Promise.all(pieces)).toEqual([0, 1, 2, 3, 4]);
    expect(transactions.size).toBe(1);
    expect(await noted(db)).toEqual(['host0', 'host1', 'host2', 'host3', 'host4']);
  });

  test('waits a moment for what is expected', async () => {
    const { db } = await open();
    const together = togetherOn(db);
    const transactions = new Set<Database>();
    const piece = async (trx: Database) => {
      transactions.add(trx);
      await noted(trx);
    };
    together.expect(2);
    const first = together.run(piece);
    await setTimeout(5);
    await Promise.all([first, together.run(piece)]);
    expect(transactions.size).toBe(1);
  });

  test('waits no longer for what will not come after all', async () => {
    const { db } = await open();
    const together = togetherOn(db);
    const transactions = new Set<Database>();
    const piece = async (trx: Database) => {
      transactions.add(trx);
      await noted(trx);
    };
    together.expect(2);
    together.expect(-1);
    const first = together.run(piece);
    for (let turns = 0; turns < 3; turns += 1) await setImmediate();
    await Promise.all([first, together.run(piece)]);
    expect(transactions.size).toBe(2);
  });

  test('does what is meant for the end behind all others', async () => {
    const { db } = await open();
    const together = togetherOn(db);
    const done: string[] = [];
    const piece = (name: string) =>
      together.run((_, last) => {
        last(() => Promise.resolve(void done.push(`last of ${name}`)));
        done.push(name);
        return Promise.resolve();
      });
    await Promise.all([piece('a'), piece('b')]);
    expect(done).toEqual(['a', 'b', 'last of a', 'last of b']);
  });

  test('of which one piece fails fails for that piece alone, of which nothing stays', async () => {
    const { db } = await open();
    const together = togetherOn(db);
    const outcomes = await Promise.allSettled([
      together.run(note('a', 1)),
      together.run(async (trx) => {
        await note('half', 1)(trx);
        throw new Error('broken');
      }),
      together.run(note('b', 1)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: new Error('broken') });
    expect(await noted(db)).toEqual(['a', 'b']);
  });
});
