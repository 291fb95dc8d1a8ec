import type { REST } from 'discord.js';
import type { Logger } from 'pino';
import { destinationKinds } from '../discord/destinations/index.ts';
import { articleMessage } from '../format/message.ts';
import { nextAttempt, type Delivery, type SendOutcome, type Verdict } from '../model/delivery.ts';
import type { Store } from '../store/index.ts';
import { post } from './post.ts';

/** What a delivery needs. */
export interface SendContext {
  readonly store: Store;
  readonly rest: REST;
  readonly log: Logger;
  readonly now: () => number;
  /** Is told when Discord no longer accepts the token: nothing more can be sent. */
  readonly unauthorized: (reason: string) => void;
}

/** For how long Discord surely answers a repeat with the first message; the docs say only "the past few minutes". */
const NONCE_MEMORY_MS = 90_000;
/** After a refused token the delivery waits for the next start. */
const UNAUTHORIZED_REST_MS = 5_000;

/** Carries out one delivery: renders its message, sends it, and records what became of it. */
export async function deliver(delivery: Delivery, context: SendContext): Promise<void> {
  const { store, now } = context;
  const outcome = await send(delivery, context);
  if (outcome.kind === 'unauthorized') context.unauthorized(outcome.reason);
  const verdict: Verdict =
    outcome.kind === 'unauthorized'
      ? { kind: 'waiting', until: now() + UNAUTHORIZED_REST_MS, reason: outcome.reason }
      : nextAttempt(delivery, outcome, now(), Math.random());
  await store.deliveries.finish(delivery, verdict, now());
  report(delivery, verdict, context.log);
}

async function send(delivery: Delivery, { rest, now }: SendContext): Promise<SendOutcome> {
  const { destination, firstTriedAt, nonce } = delivery;
  const message = articleMessage(delivery.article, delivery.feed, delivery);
  if (firstTriedAt !== undefined && now() - firstTriedAt > NONCE_MEMORY_MS) {
    const earlier = await destinationKinds[destination.kind].find(rest, destination.address, message, firstTriedAt);
    if (earlier !== undefined) return earlier;
  }
  return await post(rest, destination, message, nonce);
}

function report(delivery: Delivery, verdict: Verdict, log: Logger): void {
  const { kind, address } = delivery.destination;
  const facts = { title: delivery.article.title, [kind]: address, delivery: delivery.id };
  switch (verdict.kind) {
    case 'sent':
      return log.info({ ...facts, message: verdict.messageId }, 'posted');
    case 'waiting':
      return log.warn({ ...facts, until: new Date(verdict.until), reason: verdict.reason }, 'a post waits');
    case 'abandoned':
      return log.error({ ...facts, reason: verdict.reason }, 'a post was given up');
    case 'closed':
      return log.error({ ...facts, reason: verdict.reason }, 'a destination was closed');
  }
}
