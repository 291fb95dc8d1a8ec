import { buttonRow } from './button.ts';
import type { Message } from './message.ts';

/** The same message with a button that ends a subscription of the member to whom it is sent. */
export function withEnding(message: Message, subscriptionId: number, memberId: string): Message {
  const press = { to: 'subscriptions.stop', carry: { id: subscriptionId }, only: memberId };
  const row = buttonRow({ label: 'End this subscription', press });
  return { ...message, components: [...(message.components ?? []), row] };
}
