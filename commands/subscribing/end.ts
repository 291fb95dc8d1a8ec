import type { Caller, Context } from '../../src/bot/context.ts';
import type { Button } from '../../src/bot/reply.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { texts } from '../texts.ts';
import { isDirect } from './own.ts';
import { wishOf } from './wish.ts';
import { articlesOf } from './words.ts';

const { unsubscribe, subscribe } = texts;

/** What is left to say of a subscription that was ended. */
export interface Ended {
  readonly content: string;
  readonly buttons: readonly Button[];
}

/** Ends a subscription, which the caller may end. */
export async function end(subscription: ListedSubscription, caller: Caller, { store }: Context): Promise<Ended> {
  await store.subscriptions.remove(subscription.id);
  const articles = articlesOf(subscription);
  const content = isDirect(subscription)
    ? unsubscribe.ended(articles)
    : unsubscribe.endedInChannel(articles, subscription.destination.address);
  // In a direct message there is no telling whether the member is still in the server.
  const canUndo = caller.serverId !== undefined && caller.serverId === subscription.serverId;
  return { content, buttons: canUndo ? [undoButton(subscription, caller)] : [] };
}

function undoButton(subscription: ListedSubscription, { userId }: Caller): Button {
  const press = { to: 'subscribe.make', carry: wishOf(subscription), only: userId };
  return { kind: 'button', label: subscribe.undo, press };
}
