import type { FeedCounts } from '../../store/overview.ts';
import type { Status } from '../status.ts';
import { chartsHtml } from './charts.ts';
import { html, nothing, type Markup } from './html.ts';
import { feedsHtml, givenUpHtml, waitingHtml } from './lists.ts';
import { count, counted, span } from './words.ts';

/** How Herald fares, on one page. Its script fetches it again and takes over what has an id and changed. */
export function pageOf(status: Status): string {
  const { now, feeds, feedCounts, lanes, givenUp, slots } = status;
  const all = feedCounts.ok + feedCounts.failing + feedCounts.disabled;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Herald’s status</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="/status.css" />
        <script src="/refresh.js" defer></script>
        <noscript><meta http-equiv="refresh" content="30" /></noscript>
      </head>
      <body>
        <header>
          <h1>Herald <span class="quiet">${status.version}</span></h1>
          <div id="verdict" role="status">${verdictHtml(status)}</div>
          <p class="quiet" id="age">Up for ${span(now - status.startedAt)}.</p>
        </header>
        <main>
          ${section('tiles', 'At a glance', tilesHtml(status))}
          ${section('charts', 'The last 24 hours', chartsHtml(slots))}
          ${section('feeds', 'Feeds', feedsHtml(feeds, all - feeds.length, now))}
          ${section('waiting', 'Posts that wait', waitingHtml(lanes, now))}
          ${section('given-up', 'Posts that were given up', givenUpHtml(givenUp, now))}
        </main>
      </body>
    </html> `.markup;
}

/** @param content is what changes. */
function section(id: string, title: string, content: Markup): Markup {
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <div id="${id}">${content}</div>
  </section>`;
}

/** What needs a look, the gravest first. */
function verdictHtml({ complaints, feedCounts, backlog, now }: Status): Markup {
  const broken = Object.entries(complaints).filter(([, complaint]) => complaint !== undefined);
  const waitingMs = now - (backlog.since ?? now);
  const concerns = [
    ...broken.map(([part, complaint = '']) => `${part}: ${complaint}`),
    ...feedConcerns(feedCounts),
    ...(waitingMs > PATIENCE_MS
      ? [`${counted(backlog.deliveries, 'post')} waiting, the oldest for ${span(waitingMs)}`]
      : []),
  ];
  if (concerns.length === 0) return html`<p class="verdict good">All is well.</p>`;
  const mood = broken.length > 0 ? 'bad' : 'poor';
  return html`<p class="verdict ${mood}">${broken.length > 0 ? 'Herald does not work.' : 'Something needs a look.'}</p>
    <ul>
      ${concerns.map((concern) => html`<li>${concern}</li>`)}
    </ul>`;
}

/** What waits for less is on its way. */
const PATIENCE_MS = 60_000;

function feedConcerns({ failing, disabled }: FeedCounts): string[] {
  return [
    ...(failing > 0 ? [`${counted(failing, 'feed')} failing`] : []),
    ...(disabled > 0 ? [`${counted(disabled, 'feed')} given up`] : []),
  ];
}

function tilesHtml({ slots, backlog, feedCounts, now }: Status): Markup {
  const sent = slots.reduce((sum, slot) => sum + slot.sent, 0);
  const articles = slots.reduce((sum, slot) => sum + slot.articles, 0);
  const oldest = backlog.since === undefined ? '' : `the oldest for ${span(now - backlog.since)}`;
  const { ok, failing, disabled } = feedCounts;
  return html`<dl>
    ${tile('Posts in 24 h', count(sent), '')} ${tile('New articles in 24 h', count(articles), '')}
    ${tile('Posts waiting', count(backlog.deliveries), oldest)}
    ${tile('Feeds', count(ok + failing + disabled), `${count(ok)} ok, ${count(failing)} failing, ${count(disabled)} given up`)}
  </dl>`;
}

function tile(name: string, value: string, more: string): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}${more === '' ? nothing : html` <small>${more}</small>`}</dd>
  </div>`;
}
