import type { Logger } from 'pino';
import type { Fetcher } from '../feed/fetch.ts';
import { startLoop, type Loop } from '../lib/loop.ts';
import type { HubRequest } from '../store/hub-claims.ts';
import type { Store } from '../store/index.ts';

export interface HubContext {
  readonly store: Store;
  readonly fetcher: Pick<Fetcher, 'submit'>;
  readonly log: Logger;
  readonly now: () => number;
  /** Where hubs reach this Herald, without a slash at its end. */
  readonly publicUrl: string;
}

/** Who no longer wants a feed is in no hurry to be told so. */
const LONGEST_REST_MS = 60_000;
const FAILED_REST_MS = 30_000;
/** Hubs asked in one step, one after another. */
const AT_ONCE = 20;
/** Hubs give what they like; most give this. */
const LEASE_SECONDS = 10 * 86_400;

/** Subscribes at the hubs that feeds name, renews, and unsubscribes where a feed is wanted no more (W3C WebSub). */
export function startHubs(context: HubContext): Loop {
  const { store, log, now } = context;
  const step = async () => {
    const requests = await store.hubs.claimDue(now(), AT_ONCE);
    for (const request of requests) await ask(request, context);
    const dueAt = await store.hubs.nextDueAt();
    return Math.min(LONGEST_REST_MS, Math.max(0, (dueAt ?? Infinity) - now()));
  };
  return startLoop(step, (error) => {
    log.error({ err: error }, 'the subscriptions at hubs could not be looked after');
    return FAILED_REST_MS;
  });
}

/** The hub calls back before what was asked for holds: that it took the request changes nothing yet. */
async function ask(request: HubRequest, { store, fetcher, log, publicUrl }: HubContext): Promise<void> {
  const { feedId, url, topic, mode, token, secret } = request;
  const outcome = await fetcher.submit(url, {
    'hub.mode': mode,
    'hub.topic': topic,
    'hub.callback': `${publicUrl}/websub/${token}`,
    ...(mode === 'subscribe' && { 'hub.secret': secret, 'hub.lease_seconds': String(LEASE_SECONDS) }),
  });
  const facts = { feed: feedId, hub: URL.parse(url)?.host, mode };
  if (outcome.kind === 'taken') {
    log.info(facts, 'a hub was asked');
    return;
  }
  log.warn({ ...facts, reason: outcome.reason }, 'a hub does not take a request; the feed is polled as ever');
  await store.hubs.failed(feedId, outcome.reason);
}
