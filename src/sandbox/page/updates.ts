import { isForum } from '../channel.ts';
import type { User } from '../objects.ts';
import type { Change, State } from '../state.ts';
import { drawMessage } from './content.ts';
import { cardHtml } from './forum.ts';
import { seesChannel, seesMessage } from './view.ts';

/** What an open page does about a change. */
export type Update =
  /** Shows an item of a channel, in the place of the one of the same id if there is one; without `html`: takes it away. */
  | { readonly channel: string; readonly item: string; readonly html?: string; readonly messageId?: string }
  /** Asks for its list of channels again. */
  | { readonly channels: true };

/** What a change of the sandbox's state is to a person's page: nothing when the person does not see it. */
export function updatesFor(user: User, change: Change, state: State): readonly Update[] {
  if ('channel' in change) {
    return seesChannel(user, change.channel) ? [{ channels: true }] : [];
  }
  const { message } = change;
  const channel = state.channel(message.channel_id);
  if (channel === undefined || !seesChannel(user, channel) || !seesMessage(user, message)) return [];
  const gone = change.event === 'MESSAGE_DELETE';
  const isNew = change.event === 'MESSAGE_CREATE' && { messageId: message.id };
  const item = `message-${message.id}`;
  const own = { channel: channel.id, item, ...(gone ? {} : { html: drawMessage(message, state) }), ...isNew };
  const parent = state.channel(channel.parent_id ?? '');
  if (parent === undefined || !isForum(parent)) return [own];
  return [own, { channel: parent.id, item: `card-${channel.id}`, html: cardHtml(channel, state, user), ...isNew }];
}
