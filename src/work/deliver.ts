import type { Logger } from 'pino';
import type { Destinations } from '../discord/destinations/index.ts';
import type { Post } from '../discord/post.ts';
import { withEnding } from '../format/ending.ts';
import { nextAttempt, type Delivery, type SendOutcome, type Verdict } from '../model/delivery.ts';
import { foldTags, withAliases } from '../model/tag.ts';
import type { Store } from '../store/index.ts';
import { deliveryPost } from './article-post.ts';
import type { Illustrate } from './illustrate.ts';
import { insist } from './insist.ts';
import { post } from './post.ts';

/** What a delivery needs. */
export interface SendContext {
  readonly store: Store;
  readonly destinations: Destinations;
  readonly log: Logger;
  /** A clock that never goes back. */
  readonly now: () => number;
  /** When this process began, by that clock. */
  readonly startedAt: number;
  /** How long sends rest, in milliseconds; 0: they go. */
  readonly restMs: () => number;
  /** Is told when Discord no longer accepts the token: nothing more can be sent. */
  readonly unauthorized: (reason: string) => void;
  /** Given when articles without a picture may be looked for one. */
  readonly illustrate?: Illustrate | undefined;
  /** Is told what became of each try, for whoever counts them. */
  readonly delivered?: (delivery: Delivery, verdict: Verdict) => void;
}

/** After a refused token the delivery waits for the next start. */
const UNAUTHORIZED_REST_MS = 5_000;

/** Carries out one delivery: renders its message, sends it, and records what became of it. */
export async function deliver(claimed: Delivery, context: SendContext): Promise<void> {
  const { store, now, illustrate } = context;
  const showsPicture = claimed.look !== 'link' && claimed.folded.length === 0;
  const article = showsPicture ? await illustrate?.(claimed.article) : undefined;
  const delivery = article === undefined ? claimed : { ...claimed, article };
  const outcome = await send(delivery, context);
  if (outcome.kind === 'unauthorized') context.unauthorized(outcome.reason);
  const verdict: Verdict =
    outcome.kind === 'unauthorized'
      ? { kind: 'waiting', until: now() + UNAUTHORIZED_REST_MS, reason: outcome.reason }
      : nextAttempt(delivery, outcome, now(), Math.random());
  await insist(() => store.deliveries.finish(delivery, verdict, now()), context.log);
  if (verdict.kind === 'sent') await publishLater(delivery, verdict.messageId, context);
  if (!('untried' in verdict)) context.delivered?.(delivery, verdict);
  report(delivery, verdict, context.log);
}

async function send(delivery: Delivery, { store, destinations, now, startedAt }: SendContext): Promise<SendOutcome> {
  const { destination, firstTriedAt: firstAt, nonce } = delivery;
  const owed = await postTo(delivery, store);
  if (firstAt !== undefined) {
    const tries = { firstAt, nextAt: now(), otherClock: firstAt < startedAt };
    const earlier = await destinations[destination.kind].find(destination.address, owed, tries);
    if (earlier !== undefined) return earlier;
  }
  // A plainer form of a list would be none: what is refused as a list is sent article by article.
  if (delivery.folded.length > 0) return await destinations[destination.kind].send(destination.address, owed, nonce);
  return await post(destinations, destination, owed, nonce);
}

/** After all that matters: whether a post is published is no part of its delivery. */
async function publishLater({ publishes, destination }: Delivery, messageId: string | undefined, context: SendContext) {
  if (!publishes || destination.kind !== 'channel' || messageId === undefined) return;
  await context.store.publishings.add({ messageId, channelId: destination.address }, context.now());
}

/** To a member, a post comes with a button that ends what brought it; to a forum, with all that its server takes its tags for. */
async function postTo(delivery: Delivery, { subscriptions, servers }: Store): Promise<Post> {
  const owed = deliveryPost(delivery);
  const { id, kind, serverId } = delivery.destination;
  if (kind === 'forum') {
    const aliases = serverId === undefined ? [] : await servers.aliases(serverId);
    return { ...owed, tags: withAliases(foldTags(owed.tags), aliases) };
  }
  const behind = kind === 'direct' ? await subscriptions.behind(delivery.article, id) : undefined;
  if (behind?.memberId === undefined) return owed;
  return { ...owed, message: withEnding(owed.message, behind.id, behind.memberId) };
}

function report(delivery: Delivery, verdict: Verdict, log: Logger): void {
  const { kind, address } = delivery.destination;
  const articles = delivery.folded.length + 1;
  const facts = {
    title: delivery.article.title,
    [kind]: address,
    delivery: delivery.id,
    ...(articles > 1 && { articles }),
  };
  switch (verdict.kind) {
    case 'sent':
      return log.info({ ...facts, message: verdict.messageId }, 'posted');
    case 'waiting':
      return log[verdict.untried ? 'debug' : 'warn'](
        { ...facts, until: new Date(verdict.until), reason: verdict.reason },
        'a post waits',
      );
    case 'unfolded':
      return log.warn(
        { ...facts, reason: verdict.reason },
        'articles could not be posted together: each is tried alone',
      );
    case 'skipped':
      return log.warn({ ...facts, reason: verdict.reason }, 'an article was kept back');
    case 'abandoned':
      return log.error({ ...facts, reason: verdict.reason }, 'a post was given up');
    case 'closed':
      return log.error({ ...facts, reason: verdict.reason }, 'a destination was closed');
  }
}
