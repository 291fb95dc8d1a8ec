import type { Channel } from '../channel.ts';
import { escapeMarkup } from '../markup.ts';
import type { User } from '../objects.ts';
import { isOwn, type State } from '../state.ts';
import { nameOfPerson } from './avatar.ts';
import { addressOf } from './channels.ts';
import { timeHtml } from './time.ts';
import { nameOf } from './view.ts';

const EXCERPT = 200;

/** A post of a forum as a card: its tags, its title, who began it and how. */
export function cardHtml(thread: Channel, state: State, user: User): string {
  const messages = state.messages(thread.id);
  const [first] = messages;
  const said = first === undefined ? '' : excerpt(first.content || (first.embeds[0]?.description ?? ''));
  const author = first === undefined ? '' : `<strong>${escapeMarkup(nameOfPerson(first.author))}</strong>: `;
  const at = first === undefined ? '' : ` • ${timeHtml(messages.at(-1)?.timestamp ?? first.timestamp)}`;
  const own = first !== undefined && isOwn(first) ? messages.length - 1 : messages.length;
  return `<li id="card-${thread.id}" class="post">
<article aria-labelledby="title-${thread.id}">
${tagsHtml(thread, state)}<h3 id="title-${thread.id}" dir="auto"><a href="${escapeMarkup(addressOf(thread.id, user))}">${escapeMarkup(nameOf(thread))}</a></h3>
<p class="excerpt" dir="auto">${author}${escapeMarkup(said)}</p>
<p class="quiet">${own === 1 ? '1 reply' : `${own} replies`}${at}</p>
</article>
</li>
`;
}

/** The names of the tags that a post of a forum carries; an empty text when it carries none. */
export function tagsHtml(thread: Channel, state: State): string {
  const offered = state.channel(thread.parent_id ?? '')?.available_tags ?? [];
  const names = (thread.applied_tags ?? []).flatMap((id) => offered.find((tag) => tag.id === id)?.name ?? []);
  if (names.length === 0) return '';
  return `<ul class="tags" aria-label="Tags">${names.map((name) => `<li>${escapeMarkup(name)}</li>`).join('')}</ul>\n`;
}

/** The beginning of a text without the signs of its Markdown. */
function excerpt(markdown: string): string {
  const plain = markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^(#{1,3}|-#|>|-) |[*`|]+|\\(?=\W)/gm, '')
    .replace(/\s+/g, ' ');
  return plain.length > EXCERPT ? `${plain.slice(0, EXCERPT)}…` : plain;
}
