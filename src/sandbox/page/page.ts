import { escapeMarkup } from '../markup.ts';
import { messageHtml, type PageMessage } from './message.ts';

export interface PageChannel {
  readonly id: string;
  readonly name: string;
  /** Discord's number for the kind of channel. */
  readonly type: number;
}

export interface PageView {
  readonly channels: readonly PageChannel[];
  /** Newest last. */
  readonly messagesOf: (channelId: string) => readonly PageMessage[];
  /** Which channel is open; the first when it is none of them. */
  readonly channelId?: string | undefined;
}

const SHOWN = 50;

/** Direct messages, announcements, threads, forums; every other channel is marked by #. */
const SIGNS: Readonly<Record<number, string>> = { 1: '@', 5: '📣', 10: '↳', 11: '↳', 12: '↳', 15: '🗂', 16: '🗂' };

/** The sandbox as one page: its channels, the newest messages of one of them, and a form that publishes an article. */
export function renderPage(view: PageView): string {
  const { channels, messagesOf } = view;
  const open = channels.find(({ id }) => id === view.channelId) ?? channels[0];
  const messages = open === undefined ? [] : messagesOf(open.id).slice(-SHOWN);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Herald’s sandbox</title>
<link rel="icon" href="/sandbox/pictures/herald.png">
<link rel="stylesheet" href="/sandbox/page.css">
<script src="/sandbox/page.js" defer></script>
<noscript><meta http-equiv="refresh" content="5"></noscript>
</head>
<body class="sandbox">
<header>
<h1>Herald’s sandbox</h1>
<p>A Discord of your own, on this machine only: Herald posts each new article of a sample feed here, so
<a href="#publish">publish one of yours</a> and watch it arrive.</p>
</header>
<nav aria-label="Channels"><ul>
${channels.map((channel) => channelHtml(channel, channel === open, messagesOf(channel.id).length)).join('')}</ul></nav>
<main aria-label="${escapeMarkup(`Messages in ${open?.name ?? 'no channel'}`)}" tabindex="0">
<ol role="log">
${messages.map(messageHtml).join('')}</ol>
${messages.length === 0 ? '<p class="quiet">Nothing here yet.</p>\n' : ''}</main>
${FORM}</body>
</html>
`;
}

function channelHtml({ id, name, type }: PageChannel, open: boolean, count: number): string {
  const current = open ? ' aria-current="page"' : '';
  const link = `/?channel=${encodeURIComponent(id)}`;
  return `<li><a href="${escapeMarkup(link)}"${current}><span class="sign" aria-hidden="true">${SIGNS[type] ?? '#'}</span> ${escapeMarkup(name)} <span class="quiet">${count}</span></a></li>\n`;
}

const FORM = `<form id="publish" aria-label="Publish an article">
<label>Title <input name="title" required maxlength="10000" autocomplete="off"></label>
<label>Author <input name="author" autocomplete="off"></label>
<label>Tags <input name="tags" placeholder="rust, webdev" autocomplete="off"></label>
<label class="wide">Text, in HTML <textarea name="html" rows="1" placeholder="&lt;p&gt;Hello&lt;/p&gt;"></textarea></label>
<button>Publish</button>
<output></output>
<noscript>The form needs JavaScript; the messages don’t.</noscript>
</form>
`;
