import { DIRECT, isForum, isThread, type Channel } from '../channel.ts';
import { escapeMarkup } from '../markup.ts';
import type { User } from '../objects.ts';
import type { State } from '../state.ts';
import { channelIcon, iconHtml } from './icon.ts';
import { lastMessageId, nameOf, seesChannel, threadsOf } from './view.ts';

/**
 * The list of the channels that a person sees: those of the server with their threads, then the direct messages.
 *
 * @param open the channel that is shown: of a forum's posts only this one is listed.
 */
export function channelsHtml(state: State, user: User, open: Channel | undefined): string {
  const seen = state.channels().filter((channel) => !isThread(channel) && seesChannel(user, channel));
  const item = (channel: Channel) => itemHtml(state, user, channel, channel.id === open?.id);
  const withThreads = (channel: Channel) => {
    const listed = threadsOf(state, channel.id).filter((thread) => !isForum(channel) || thread.id === open?.id);
    return item(channel) + listed.map(item).join('');
  };
  const direct = seen.filter(({ type }) => type === DIRECT);
  return `<ul aria-label="Channels">
${seen
  .filter(({ type }) => type !== DIRECT)
  .map(withThreads)
  .join('')}</ul>
<h2>Direct messages</h2>
${direct.length === 0 ? '<p class="quiet">None yet. <code>/subscribe</code> brings some.</p>' : `<ul aria-label="Direct messages">\n${direct.map(item).join('')}</ul>`}`;
}

/** The page's address for a channel, as a person sees it. */
export function addressOf(channelId: string, user: User): string {
  return `/?channel=${encodeURIComponent(channelId)}&as=${encodeURIComponent(user.username)}`;
}

function itemHtml(state: State, user: User, channel: Channel, current: boolean): string {
  const { id, type } = channel;
  const kind = channelIcon(type);
  const last = escapeMarkup(lastMessageId(state, channel) ?? '');
  return `<li class="${kind}"><a href="${escapeMarkup(addressOf(id, user))}" data-channel="${escapeMarkup(id)}" data-last="${last}"${current ? ' aria-current="page"' : ''}>${iconHtml(kind)}<span class="name" dir="auto">${escapeMarkup(nameOf(channel))}</span><span class="unread" hidden>unread</span></a></li>\n`;
}
