import type { Loop } from '../lib/loop.ts';
import type { Feed } from '../model/feed.ts';
import { nextPollBesideHub, type Hub } from '../model/hub.ts';
import type { Store } from '../store/index.ts';

interface Context {
  readonly store: Store;
  readonly now: () => number;
  /** Whether feeds' hubs are subscribed to: who does so. */
  readonly hubs?: Pick<Loop, 'wake'> | undefined;
}

/** When a feed is polled next, given when it would be without a hub. */
export async function besideHub(feed: Feed, nextPollAt: number, { store, now, hubs }: Context): Promise<number> {
  return hubs === undefined ? nextPollAt : nextPollBesideHub(nextPollAt, await store.hubs.lease(feed.id), now());
}

/** Notes what a poll has shown of the hub of a feed: which it is, and whether it tells of news. */
export async function noteHub(
  feed: Feed,
  { hub, articles }: { readonly hub: Hub | undefined; readonly articles: number },
  { store, now, hubs }: Context,
): Promise<void> {
  if (hubs === undefined) return;
  if (articles > 0 && feed.baselinedAt !== undefined) await store.hubs.weigh(feed.id, now());
  if (await store.hubs.note(feed.id, hub, now())) hubs.wake();
}

/** Has a feed polled again soon whose hub spoke while it was polled. */
export async function heedHub(feed: Feed, startedAt: number, { store, now, hubs }: Context): Promise<void> {
  if (hubs !== undefined) await store.hubs.catchUp(feed.id, startedAt, now());
}
