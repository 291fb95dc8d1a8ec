import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { customIdOf } from '../model/press.ts';
import type { Message } from './message.ts';

/** The same message with a button that ends a subscription of the member to whom it is sent. */
export function withEnding(message: Message, subscriptionId: number, memberId: string): Message {
  const press = { to: 'subscriptions.stop', carry: { id: subscriptionId }, only: memberId };
  const button = {
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label: 'End this subscription',
    custom_id: customIdOf(press, false),
  };
  const row = { type: ComponentType.ActionRow as const, components: [button] };
  return { ...message, components: [...(message.components ?? []), row] };
}
