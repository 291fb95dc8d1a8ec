import type { Store } from '../../src/store/index.ts';
import { article, poll, subscriber } from '../store/world.ts';

const SLOT_MS = 1_800_000;
const MINUTE_MS = 60_000;

/** A day in the life of a Herald: posts in waves, a feed that fails, one that was given up, what waits and what was lost. */
export async function liveADay(store: Store, now: number): Promise<void> {
  const began = now - 47 * SLOT_MS;
  const feed = await store.feeds.add('https://ada:pass@news.example/feed?key=secret-key', began);
  for (const address of ['111111111111111111', '222222222222222222']) await subscriber(store, feed.id, address);
  await store.articles.record(feed.id, poll([article(0)], { backlog: 1, title: 'The Daily Example' }), began - 1);
  for (let slot = 0; slot < 47; slot += 1) {
    const at = began + slot * SLOT_MS;
    const brought = Math.round(4 + 4 * Math.sin(slot / 5) + (slot % 7));
    const articles = Array.from({ length: brought }, (_, index) =>
      article(slot * 100 + index + 1, { published: at - (index + 2) * MINUTE_MS }),
    );
    const facts = { title: 'The Daily Example', nextPollAt: now + 5 * MINUTE_MS };
    await store.articles.record(feed.id, poll(articles, facts), at);
    await send(store, at + 5_000, slot === 30);
  }
  await fail(store, now);
  await store.articles.record(feed.id, poll([article(9_999)], { title: 'The Daily Example', nextPollAt: now }), now);
  const [head] = await store.deliveries.claimDue({ now, leaseMs: 1_000, limit: 1 });
  const reason = "Herald can't see the channel: give it the permission View Channel there.";
  if (head !== undefined)
    await store.deliveries.finish(head, { kind: 'waiting', until: now + 8 * 3_600_000, reason, forbidden: true }, now);
}

/** @param loses gives some up. */
async function send(store: Store, now: number, loses: boolean): Promise<void> {
  for (let round = 0; ; round += 1) {
    const due = await store.deliveries.claimDue({ now, leaseMs: 1_000, limit: 50 });
    if (due.length === 0) return;
    const lost = loses && round < 3;
    for (const delivery of due)
      await store.deliveries.finish(
        delivery,
        lost ? { kind: 'abandoned', reason: 'Discord answered: Invalid Form Body (code 50035).' } : SENT,
        now,
      );
  }
}

const SENT = { kind: 'sent', messageId: '1' } as const;

async function fail(store: Store, now: number): Promise<void> {
  const failing = await store.feeds.add('https://slow.example/rss', now);
  const gone = await store.feeds.add('https://gone.example/<script>alert(1)</script>', now);
  await subscriber(store, failing.id, '222222222222222222');
  await subscriber(store, gone.id, '222222222222222222');
  const reason = 'slow.example took too long to answer. See https://slow.example/rss?token=secret-key for more.';
  await store.feeds.failed(failing.id, { reason, nextPollAt: now + 20 * MINUTE_MS }, now - 3 * 3_600_000);
  await store.feeds.failed(gone.id, { reason: '<b>Gone</b>.', nextPollAt: now, disables: true }, now - 7_200_000);
}
