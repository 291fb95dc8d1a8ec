import { describe, expect, test } from 'vitest';

import { dialects } from '../support/dialects.ts';
import { watchLoop } from '../support/stall.ts';
import { LEASE, article, crowd, feed, poll } from './world.ts';

const NOW = 50_000;
const CROWD = 10_000;

// The time of this thread, not of the wall: a busy machine keeps these bounds, too.
describe.each(dialects)('the store on $name is fast enough', ({ open }) => {
  test('an article that 10,000 destinations want is recorded within a second, and sent from in batches', async () => {
    const { store, db } = await open();
    const { id } = await feed(store);
    await crowd(db, id, CROWD, (index) => `tag${index % 2}`);

    const stalled = watchLoop();
    const spent = process.threadCpuUsage();
    const recorded = await store.articles.record(id, poll([article(1, { tags: ['tag0', 'tag1'] })]), NOW);
    const { user, system } = process.threadCpuUsage(spent);
    expect(recorded.deliveries).toBe(CROWD);
    expect((user + system) / 1000).toBeLessThan(1000);
    expect(stalled()).toBeLessThan(50);

    const claimed = performance.now();
    for (let sent = 0; sent < 2000; sent += 100) {
      const deliveries = await store.deliveries.claimDue({ now: NOW, leaseMs: LEASE, limit: 100 });
      expect(deliveries).toHaveLength(100);
      await Promise.all(deliveries.map((each) => store.deliveries.finish(each, { kind: 'sent', messageId: '1' }, NOW)));
    }
    expect(performance.now() - claimed).toBeLessThan(3000);
  });
});
