import { describe, expect, test } from 'vitest';

import type { StoredArticle } from '../../src/model/article.ts';
import { indexText } from '../../src/store/text-index.ts';
import { dialects } from '../support/dialects.ts';
import { watchLoop } from '../support/stall.ts';
import { LEASE, article, crowd, feed, poll } from './world.ts';

const NOW = 50_000;
const CROWD = 10_000;
/** After 256, FTS5 would by itself merge all of them at once. */
const COMMITS = 280;
const TOGETHER = 16;

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

  test('the text index is merged a little at a time, by no poll all at once', async () => {
    const { db } = await open();
    const texts = Array.from({ length: 13 }, (_, seed) => wordsOf(1_500, seed));
    const costs: number[] = [];
    for (let id = 1; id <= COMMITS * TOGETHER; id += TOGETHER) {
      const spent = process.threadCpuUsage();
      await db.transaction().execute(async (trx) => {
        for (let each = id; each < id + TOGETHER; each += 1)
          await indexText(trx, stored(each), texts[each % texts.length] ?? '');
      });
      const { user, system } = process.threadCpuUsage(spent);
      costs.push((user + system) / 1000);
    }
    // All at once would cost 300 ms.
    expect(Math.max(...costs)).toBeLessThan(100);
  });
});

function wordsOf(count: number, seed: number): string {
  return Array.from({ length: count }, (_, index) => `word${((index + seed) * 7919) % (60 * (1 + (index % 40)))}`).join(
    ' ',
  );
}

function stored(id: number): StoredArticle {
  const { text, ...digest } = article(id);
  return { ...digest, id, feedId: 1, firstSeenAt: NOW };
}
