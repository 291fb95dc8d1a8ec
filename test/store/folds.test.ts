import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Delivery, Verdict } from '../../src/model/delivery.ts';
import type { Store } from '../../src/store/index.ts';
import { dialects, type Ground } from '../support/dialects.ts';
import { LEASE, article, feed, poll, subscriber } from './world.ts';

const NOW = 10_000_000;
const SECOND = 1000;
const SENT: Verdict = { kind: 'sent', messageId: '77' };

const claim = (store: Store, now = NOW, foldAbove = 5) =>
  store.deliveries.claimDue({ now, leaseMs: LEASE, limit: 9, foldAbove });

async function claimOne(store: Store, now = NOW): Promise<Delivery> {
  const [delivery] = await claim(store, now);
  if (delivery === undefined) throw new Error('nothing was claimed');
  return delivery;
}

const titles = ({ article, folded }: Delivery) =>
  [article, ...folded.map((one) => one.article)].map(({ title }) => title);

/** Articles of authors, ten seconds apart, the oldest first. */
function written(authors: string, from = 1) {
  return authors
    .split('')
    .map((name, index) =>
      article(from + index, { authors: [{ name, url: undefined }], published: NOW + index * 10 * SECOND }),
    )
    .toReversed();
}

async function lane({ store }: Ground, authors: string, address = '1') {
  const { id } = await feed(store, `https://${address}.example/feed`);
  await subscriber(store, id, address, { pingRole: 'role-1' });
  await store.articles.record(id, poll(written(authors)), NOW);
  return { store, id };
}

describe.each(dialects)('folds on $name', ({ open }) => {
  test('the burst of an author is one claim, at its first article’s turn; the rest leave alone', async () => {
    const { store } = await lane(await open(), 'aaabaaac');
    const order: string[][] = [];
    for (let left = 3; left > 0; left--) {
      const delivery = await claimOne(store);
      order.push(titles(delivery));
      expect(delivery.pings).toEqual(['role-1']);
      await store.deliveries.finish(delivery, SENT, NOW);
    }
    expect(order).toEqual([[1, 2, 3, 5, 6, 7].map((n) => `Title ${n}`), ['Title 4'], ['Title 8']]);
    expect(await claim(store)).toEqual([]);
  });

  test('all of a fold are sent, with the one message', async () => {
    const ground = await open();
    const { store } = await lane(ground, 'aaaaaa');
    await store.deliveries.finish(await claimOne(store), SENT, NOW + 1);
    const rows = await ground.db.selectFrom('deliveries').select(['state', 'message_id', 'finished_at']).execute();
    expect(rows).toEqual(Array(6).fill({ state: 'sent', message_id: '77', finished_at: NOW + 1 }));
  });

  test('a retry sends the same fold, whatever came meanwhile', async () => {
    const { store, id } = await lane(await open(), 'aaaaaa');
    const first = await claimOne(store);
    await store.articles.record(id, poll(written('aaaa', 7)), NOW);
    const again = await claimOne(store, NOW + LEASE);
    expect(again).toEqual({ ...first, attempts: 1, firstTriedAt: NOW });
    await store.deliveries.finish(again, { kind: 'waiting', until: NOW + LEASE, reason: 'Slow.' }, NOW + LEASE);
    const third = await claimOne(store, NOW + LEASE);
    expect(titles(third)).toEqual(titles(first));
    await store.deliveries.finish(third, SENT, NOW + LEASE);
    expect(titles(await claimOne(store, NOW + LEASE))).toEqual([7, 8, 9, 10].map((n) => `Title ${n}`));
  });

  test('what was tried alone stays alone, and so do those behind it when they are too few', async () => {
    const { store, id } = await lane(await open(), 'a');
    const first = await claimOne(store);
    await store.articles.record(id, poll(written('aaaaaaa', 2)), NOW);
    const again = await claimOne(store, NOW + LEASE);
    expect([titles(again), again.nonce]).toEqual([['Title 1'], first.nonce]);
    await store.deliveries.finish(again, SENT, NOW + LEASE);
    expect(titles(await claimOne(store, NOW + LEASE))).toHaveLength(7);
  });

  test('a fold that Discord refuses is taken apart, and only the bad article is given up', async () => {
    const { store } = await lane(await open(), 'aaaaaa');
    await store.deliveries.finish(await claimOne(store), { kind: 'unfolded', reason: 'Refused.' }, NOW);
    const alone: string[][] = [];
    for (let turn = 0; turn < 6; turn++) {
      const delivery = await claimOne(store);
      alone.push(titles(delivery));
      expect(delivery.firstTriedAt).toBeUndefined();
      await store.deliveries.finish(delivery, turn === 2 ? { kind: 'abandoned', reason: 'Bad.' } : SENT, NOW);
    }
    expect(alone).toEqual([1, 2, 3, 4, 5, 6].map((n) => [`Title ${n}`]));
  });

  test('what is settled to leave alone is in no other’s fold', async () => {
    const ground = await open();
    const { store } = await lane(ground, 'aaaaaaaaa');
    await ground.db
      .updateTable('deliveries')
      .set((is) => ({ fold_id: is.ref('id') }))
      .where('id', '>', 6)
      .execute();
    const first = await claimOne(store);
    expect(titles(first)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Title ${n}`));
    await store.deliveries.finish(first, SENT, NOW);
    expect(titles(await claimOne(store))).toEqual(['Title 7']);
  });

  test('a late sender of a fold may only say that it sent: then all of it is', async () => {
    const ground = await open();
    const { store } = await lane(ground, 'aaaaaa');
    const late = await claimOne(store);
    const current = await claimOne(store, NOW + LEASE);
    await store.deliveries.finish(late, { kind: 'unfolded', reason: 'Late.' }, NOW + LEASE);
    await store.deliveries.finish(late, SENT, NOW + LEASE);
    await store.deliveries.finish(current, { kind: 'unfolded', reason: 'Refused.' }, NOW + LEASE);
    const states = await ground.db.selectFrom('deliveries').select('state').distinct().execute();
    expect(states).toEqual([{ state: 'sent' }]);
    expect(await claim(store, NOW + LEASE)).toEqual([]);
  });

  test('a closed destination takes the whole fold with it', async () => {
    const ground = await open();
    const { store } = await lane(ground, 'aaaaaa');
    await store.deliveries.finish(await claimOne(store), { kind: 'closed', reason: 'Gone.' }, NOW);
    const rows = await ground.db.selectFrom('deliveries').select(['state', 'reason']).distinct().execute();
    expect(rows).toEqual([{ state: 'abandoned', reason: 'Gone.' }]);
  });

  test('whatever ends and breaks off in whatever order, each article is posted once, and each lane in order', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constant('send' as const) },
      fc.constantFrom('wait' as const, 'die' as const, 'unfold' as const, 'more' as const),
    );
    const ground = await open();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 3, maxLength: 25 }),
        fc.array(step, { maxLength: 20 }),
        async (authors, steps) => {
          const { store, id } = await lane(ground, authors.join(''), String(runs++));
          const posts: string[][] = [];
          let now = NOW;
          let count = authors.length;
          for (const each of [...steps, ...Array<'send'>(90).fill('send')]) {
            const [delivery] = await claim(store, now);
            if (each === 'more') {
              await store.articles.record(id, poll(written('aab', count + 1)), now);
              count += 3;
            }
            if (each === 'die' || each === 'more') now += LEASE;
            else if (delivery === undefined) continue;
            else if (each === 'wait')
              await store.deliveries.finish(delivery, { kind: 'waiting', until: now, reason: '' }, now);
            else if (each === 'unfold' && delivery.folded.length > 0)
              await store.deliveries.finish(delivery, { kind: 'unfolded', reason: '' }, now);
            else {
              posts.push(titles(delivery));
              await store.deliveries.finish(delivery, SENT, now);
            }
          }
          const numbers = posts.map((post) => post.map((title) => Number(title.slice(6))));
          expect(numbers.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
          for (const post of numbers) expect(post).toEqual(post.toSorted((a, b) => a - b));
          const firsts = numbers.map(([first]) => first);
          expect(firsts).toEqual(firsts.toSorted((a = 0, b = 0) => a - b));
        },
      ),
      { numRuns: 40 },
    );
  });
});
