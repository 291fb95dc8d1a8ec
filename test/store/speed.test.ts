import { describe, expect, test } from 'vitest';

import { dialects } from '../support/dialects.ts';
import { LEASE, article, crowd, feed, poll } from './world.ts';

const NOW = 50_000;
const CROWD = 10_000;

// Bounds that a busy machine keeps too; the figures themselves are the benchmarks' matter.
describe.each(dialects)('the store on $name is fast enough', ({ open }) => {
  test('an article that 10,000 destinations want is recorded within a second, and sent from in batches', async () => {
    const { store, db } = await open();
    const { id } = await feed(store);
    await crowd(db, id, CROWD, (index) => `tag${index % 2}`);

    const turns = longestTurn();
    const began = performance.now();
    const recorded = await store.articles.record(id, poll([article(1, { tags: ['tag0', 'tag1'] })]), NOW);
    expect(recorded.deliveries).toBe(CROWD);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(turns.end()).toBeLessThan(200);

    const claimed = performance.now();
    for (let sent = 0; sent < 2000; sent += 100) {
      const deliveries = await store.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 100 });
      expect(deliveries).toHaveLength(100);
      await Promise.all(deliveries.map((each) => store.deliveries.finish(each, { kind: 'sent', messageId: '1' }, NOW)));
    }
    expect(performance.now() - claimed).toBeLessThan(3000);
  });
});

/** Measures, until its end, the longest time in milliseconds in which the event loop did not turn. */
function longestTurn() {
  let longest = 0;
  let before = performance.now();
  let turning = setImmediate(function turn() {
    longest = Math.max(longest, performance.now() - before);
    before = performance.now();
    turning = setImmediate(turn);
  });
  return {
    end: () => {
      clearImmediate(turning);
      return Math.max(longest, performance.now() - before);
    },
  };
}
