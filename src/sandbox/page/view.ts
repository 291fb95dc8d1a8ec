import { BOT } from '../cast.ts';
import { DIRECT, isForum, isThread, type Channel } from '../channel.ts';
import { isEphemeral } from '../message.ts';
import type { Message, User } from '../objects.ts';
import { compareIds } from '../snowflake.ts';
import type { State } from '../state.ts';

/** Whether a person sees a channel: those of the server, and their own direct messages. */
export function seesChannel(user: User, { type, recipients }: Channel): boolean {
  return type !== DIRECT || recipients?.[0]?.id === user.id;
}

/** Whether a person sees a message of a channel that they see. */
export function seesMessage(user: User, message: Message): boolean {
  return !isEphemeral(message) || message.interaction_metadata?.user.id === user.id;
}

/** What a person sees in a channel, oldest first. */
export function messagesFor(user: User, state: State, channelId: string): readonly Message[] {
  const own = state.ephemeralMessages(channelId).filter((message) => seesMessage(user, message));
  if (own.length === 0) return state.messages(channelId);
  return [...state.messages(channelId), ...own].sort((a, b) => compareIds(a.id, b.id));
}

/** A channel's name as its people read it: direct messages are called after the other one. */
export function nameOf({ name, type }: Channel): string {
  return type === DIRECT ? (BOT.global_name ?? BOT.username) : (name ?? 'unnamed');
}

/** The threads of a channel or a forum, the one that changed last first. */
export function threadsOf(state: State, channelId: string): Channel[] {
  return state
    .channels()
    .filter((channel) => isThread(channel) && channel.parent_id === channelId)
    .sort((a, b) => compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
}

/** The newest message of a channel, for a forum that of any post; undefined when there is none. */
export function lastMessageId(state: State, channel: Channel): string | undefined {
  const last = isForum(channel) ? threadsOf(state, channel.id)[0] : channel;
  return last?.last_message_id ?? undefined;
}
