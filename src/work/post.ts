import type { REST } from 'discord.js';
import { destinationKinds } from '../discord/destinations/index.ts';
import { plainer, type Message } from '../format/message.ts';
import type { SendOutcome } from '../model/delivery.ts';
import type { Destination } from '../model/destination.ts';

/** Sends a message, made plainer for as long as Discord refuses it as it is. */
export async function post(
  rest: REST,
  { kind, address }: Pick<Destination, 'kind' | 'address'>,
  message: Message,
  nonce: string,
): Promise<SendOutcome> {
  for (let form = message; ;) {
    const outcome = await destinationKinds[kind].send(rest, address, form, nonce);
    const next = outcome.kind === 'refused' ? plainer(form, outcome.fields) : undefined;
    if (next === undefined) return outcome;
    form = next;
  }
}
