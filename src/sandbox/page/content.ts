import { isForum, isThread, type Channel } from '../channel.ts';
import { escapeMarkup } from '../markup.ts';
import type { Message, User } from '../objects.ts';
import { compareIds } from '../snowflake.ts';
import type { State } from '../state.ts';
import { cardHtml, tagsHtml } from './forum.ts';
import { channelIcon, iconHtml } from './icon.ts';
import { messageHtml } from './message.ts';
import { namesIn } from './names.ts';
import { messagesFor, nameOf, threadsOf } from './view.ts';

/** How many messages or cards come at once; the page asks for older ones as its reader nears them. */
export const AT_ONCE = 50;

// Messages are never changed, only replaced, and everybody who sees one sees the same.
const drawn = new WeakMap<Message, string>();

/** A message as the page shows it. */
export function drawMessage(message: Message, state: State): string {
  const html = drawn.get(message) ?? messageHtml(message, namesIn(state));
  drawn.set(message, html);
  return html;
}

/**
 * The newest items of a channel: messages, newest last, or a forum's cards, newest first.
 *
 * @param before only messages older than the one of this id.
 */
export function itemsHtml(state: State, user: User, channel: Channel, before?: string): string {
  if (isForum(channel)) {
    const threads = threadsOf(state, channel.id).slice(0, AT_ONCE * 4);
    return threads.map((thread) => cardHtml(thread, state, user)).join('');
  }
  const messages = messagesFor(user, state, channel.id);
  const older = before === undefined ? messages : messages.filter(({ id }) => compareIds(id, before) < 0);
  return older
    .slice(-AT_ONCE)
    .map((message) => drawMessage(message, state))
    .join('');
}

/** Whether a channel holds more than `itemsHtml` shows at first. */
export function hasOlder(state: State, user: User, channel: Channel): boolean {
  return !isForum(channel) && messagesFor(user, state, channel.id).length > AT_ONCE;
}

/** What stands above a channel's messages: its kind and name, and of a post its forum and tags. */
export function titleHtml(state: State, channel: Channel): string {
  const parent = isThread(channel) ? state.channel(channel.parent_id ?? '') : undefined;
  const above = parent === undefined ? '' : `<span class="quiet">${escapeMarkup(nameOf(parent))} ›</span> `;
  return `<h2 dir="auto">${iconHtml(channelIcon(channel.type))} ${above}${escapeMarkup(nameOf(channel))}</h2>
${tagsHtml(channel, state)}`;
}
