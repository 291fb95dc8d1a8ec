import { escapeMarkup } from '../markup.ts';
import type { Message, User } from '../objects.ts';
import { embedHtml } from './embed.ts';
import { markdownHtml } from './markdown.ts';
import { timeHtml } from './time.ts';

/** What the page shows of a message. */
export type PageMessage = Pick<Message, 'id' | 'content' | 'timestamp' | 'embeds'> & {
  readonly author: Pick<User, 'username' | 'global_name' | 'bot'>;
};

/** A message as an item of the list; its id lets the page's script see what is new. */
export function messageHtml(message: PageMessage): string {
  const { author } = message;
  const name = author.global_name ?? author.username;
  const content =
    message.content === '' ? '' : `<div class="markdown" dir="auto">${markdownHtml(message.content)}</div>\n`;
  return `<li id="message-${escapeMarkup(message.id)}">
<span class="avatar" aria-hidden="true">${escapeMarkup(name.slice(0, 1).toUpperCase())}</span>
<div class="said">
<p class="by"><strong>${escapeMarkup(name)}</strong>${author.bot ? ' <span class="bot">APP</span>' : ''} ${timeHtml(message.timestamp)}</p>
${content}${message.embeds.map(embedHtml).join('')}</div>
</li>
`;
}
