import { DIRECT, isForum, isThread, type Channel } from '../channel.ts';
import { escapeMarkup } from '../markup.ts';
import type { User } from '../objects.ts';
import type { State } from '../state.ts';
import { nameOfPerson } from './avatar.ts';
import { channelsHtml } from './channels.ts';
import { hasOlder, itemsHtml, titleHtml } from './content.ts';
import { dialogsHtml } from './dialogs.ts';
import { iconHtml } from './icon.ts';
import { nameOf } from './view.ts';

export interface PageView {
  readonly state: State;
  /** Who looks. */
  readonly user: User;
  /** Who else one may be, with what they are in the server. */
  readonly people: readonly { readonly user: User; readonly part: string }[];
  /** The channel that is open. */
  readonly channel: Channel;
}

/** The sandbox as one page. What stands in an element with `data-part` is replaced when another channel is opened. */
export function renderPage(view: PageView): string {
  const { state, user, channel } = view;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Herald’s sandbox</title>
<link rel="icon" href="/sandbox/pictures/herald.png">
<link rel="stylesheet" href="/sandbox/page.css">
<script src="/sandbox/page/client/main.ts" type="module"></script>
<noscript><meta http-equiv="refresh" content="5"></noscript>
</head>
<body class="sandbox" data-channel="${escapeMarkup(channel.id)}" data-user="${escapeMarkup(user.id)}" data-as="${escapeMarkup(user.username)}">
<nav id="channels" popover aria-label="Channels">
<h1>Herald’s sandbox</h1>
<div data-part="channels">${channelsHtml(state, user, channel)}</div>
${peopleHtml(view)}</nav>
<header>
<button type="button" class="plain menu" popovertarget="channels" aria-label="Channels">${iconHtml('menu')}</button>
<div class="title" data-part="title">${titleHtml(state, channel)}</div>
<button type="button" class="button primary" data-opens="publish">${iconHtml('article')} <span>Publish an article</span></button>
<button type="button" class="button secondary" data-opens="feed">${iconHtml('feed')} <span>Add a feed</span></button>
</header>
<main data-part="content">${contentHtml(view)}</main>
<footer>
<p id="hint"><span>Articles arrive here as their feed publishes them. Next, try</span> <button type="button" class="plain" data-type="/subscribe tag:javascript">/subscribe tag:javascript</button></p>
<div id="compose" data-part="compose">${composeHtml(channel)}</div>
<p id="notice" role="status"></p>
</footer>
${dialogsHtml()}</body>
</html>
`;
}

function peopleHtml({ people, user }: PageView): string {
  const options = people.map(({ user: person, part }) => {
    const chosen = person.id === user.id ? ' selected' : '';
    return `<option value="${escapeMarkup(person.username)}"${chosen}>${escapeMarkup(nameOfPerson(person))}, ${part}</option>`;
  });
  return `<label class="as">You are <select id="as">${options.join('')}</select></label>\n`;
}

/** The list of messages is a log that screen readers follow. It scrolls by itself, so that it can stick to its end. */
function contentHtml({ state, user, channel }: PageView): string {
  const items = itemsHtml(state, user, channel);
  const name = escapeMarkup(nameOf(channel));
  const empty = items === '' ? '<p class="quiet empty">Nothing here yet.</p>' : '';
  if (isForum(channel)) {
    return `<div class="scroller posts" tabindex="0" role="region" aria-label="Posts in ${name}"><ol class="items">${items}</ol>${empty}</div>`;
  }
  const older = hasOlder(state, user, channel) ? ' data-older' : '';
  return `<div class="scroller" tabindex="0" role="log" aria-label="Messages in ${name}"><ol class="items"${older}>${items}</ol>${empty}</div>`;
}

function composeHtml(channel: Channel): string {
  if (isForum(channel)) return '<p class="quiet">Open a post to write in it.</p>';
  const hint = `Message ${isThread(channel) || channel.type === DIRECT ? '' : '#'}${escapeMarkup(nameOf(channel))}`;
  return `<form class="box" autocomplete="off" aria-label="Message">
<div class="command"></div>
<input class="line" role="combobox" aria-expanded="false" aria-controls="suggestions" aria-autocomplete="list" aria-label="${hint}" placeholder="${hint}, or type / for Herald’s commands" maxlength="4000" autocapitalize="off" spellcheck="false">
</form>
<ul id="suggestions" role="listbox" aria-label="Suggestions" hidden></ul>`;
}
