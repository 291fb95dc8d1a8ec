import { escapeMarkup } from '../markup.ts';
import { isEphemeral, LOADING } from '../message.ts';
import type { Message } from '../objects.ts';
import { avatarHtml, nameOfPerson, type Person } from './avatar.ts';
import { componentsHtml } from './components.ts';
import { embedsHtml } from './embed.ts';
import { markdownHtml } from './markdown.ts';
import type { Names } from './names.ts';
import { timeHtml } from './time.ts';

/** What the page shows of a message. */
export type PageMessage = Pick<
  Message,
  'id' | 'content' | 'timestamp' | 'edited_timestamp' | 'embeds' | 'components' | 'flags' | 'interaction'
> & { readonly author: Person & { readonly bot: boolean } };

/** A message as an item of the list; its id lets the page's script see what is new. */
export function messageHtml(message: PageMessage, names: Names): string {
  const { author } = message;
  const id = escapeMarkup(message.id);
  const ephemeral = isEphemeral(message);
  const app = author.bot ? ' <span class="app">APP</span>' : '';
  return `<li id="message-${id}" data-author="${escapeMarkup(author.id)}" data-at="${escapeMarkup(message.timestamp)}"${ephemeral ? ' class="ephemeral"' : ''}>
<article aria-labelledby="by-${id}">
${usedHtml(message)}${avatarHtml(author)}
<div class="said">
<h3 class="by" id="by-${id}"><span class="name" dir="auto">${escapeMarkup(nameOfPerson(author))}</span>${app} ${timeHtml(message.timestamp)}</h3>
${saidHtml(message, names)}${ephemeral ? ONLY_YOU : ''}</div>
</article>
</li>
`;
}

/** The line that says whose command a message answers. */
function usedHtml({ interaction }: PageMessage): string {
  if (interaction === undefined) return '';
  const { user, name } = interaction;
  return `<p class="used">${avatarHtml(user)} <span class="name">${escapeMarkup(nameOfPerson(user))}</span> used <span class="mention">/${escapeMarkup(name)}</span></p>\n`;
}

function saidHtml(message: PageMessage, names: Names): string {
  if (message.flags & LOADING) {
    return `<p class="thinking"><span class="dots" aria-hidden="true">•••</span> ${escapeMarkup(nameOfPerson(message.author))} is thinking…</p>\n`;
  }
  const edited = message.edited_timestamp === null ? '' : '<span class="edited">(edited)</span>';
  const text = message.content === '' ? '' : markdownHtml(message.content, names);
  // Behind the last word, not below it.
  const said = text.endsWith('</p>\n') ? `${text.slice(0, -5)} ${edited}</p>` : text + edited;
  const content = text + edited === '' ? '' : `<div class="markdown" dir="auto">${said}</div>\n`;
  return `${content}${embedsHtml(message.embeds, names)}${componentsHtml(message.components)}`;
}

const ONLY_YOU =
  '<p class="only">Only you can see this • <button type="button" class="plain" data-dismiss>Dismiss message</button></p>\n';
