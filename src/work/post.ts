import type { Destinations } from '../discord/destinations/index.ts';
import type { Post } from '../discord/post.ts';
import { plainer } from '../format/message.ts';
import type { EditOutcome, SendOutcome } from '../model/delivery.ts';
import type { Destination } from '../model/destination.ts';

type Place = Pick<Destination, 'kind' | 'address'>;

/** Sends a post, made plainer for as long as Discord refuses it as it is. */
export function post(
  destinations: Destinations,
  { kind, address }: Place,
  whole: Post,
  nonce: string,
): Promise<SendOutcome> {
  return inPlainerForms(whole, (form) => destinations[kind].send(address, form, nonce));
}

/** The same with a post that was sent, and is to say something else. */
export function amend(
  destinations: Destinations,
  { kind, address }: Place,
  messageId: string,
  whole: Post,
): Promise<EditOutcome> {
  return inPlainerForms(whole, (form) => destinations[kind].edit(address, messageId, form));
}

async function inPlainerForms<Outcome extends EditOutcome>(
  whole: Post,
  call: (form: Post) => Promise<Outcome>,
): Promise<Outcome> {
  for (let form = whole; ;) {
    const outcome = await call(form);
    const message = outcome.kind === 'refused' ? plainer(form.message, outcome.fields) : undefined;
    if (message === undefined) return outcome;
    form = { ...form, message };
  }
}
