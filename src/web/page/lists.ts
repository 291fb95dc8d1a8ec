import { oneLine, truncate } from '../../lib/text.ts';
import type { GivenUp, Place, WaitingLane, WatchedFeed } from '../../store/troubles.ts';
import { html, nothing, type Markup } from './html.ts';
import { count, due, span, when, withoutAddresses } from './words.ts';

const MAX_NAME = 100;
const MAX_REASON = 300;

/** The feeds, each with its health. @param more how many are left out. */
export function feedsHtml(feeds: readonly WatchedFeed[], more: number, now: number): Markup {
  if (feeds.length === 0) return html`<p>No feed yet: /feed add in Discord adds one.</p>`;
  const rows = feeds.map((feed) => {
    const host = hostOf(feed.url);
    const name = nameOf(feed.title) || host;
    return html`<tr>
      <th scope="row">
        ${name}${name === host ? nothing : html` <span class="quiet">${host}</span>`}${told(
          feed.failingSince === undefined && feed.disabledAt === undefined ? undefined : feed.lastError,
        )}
      </th>
      <td>${healthOf(feed, now)}</td>
      <td class="wide">${when(feed.lastPolledAt, now)}</td>
      <td>${due(feed.nextPollAt, now)}</td>
    </tr> `;
  });
  return html`${table(['Feed', 'Health', { wide: 'Last poll' }, 'Next poll'], rows)}
  ${more > 0 ? html`<p class="quiet">And ${count(more)} more.</p>` : nothing}`;
}

function healthOf({ disabledAt, failingSince, missedSince }: WatchedFeed, now: number): Markup {
  if (disabledAt !== undefined) return html`<span class="bad">given up</span> ${when(disabledAt, now)}`;
  if (failingSince !== undefined) return html`<span class="poor">fails</span> for ${span(now - failingSince)}`;
  if (missedSince === undefined) return html`<span class="good">ok</span>`;
  return html`<span class="good">ok</span> <span class="quiet">missed some ${when(missedSince, now)}</span>`;
}

/** What waits, by where it is to go. */
export function waitingHtml(lanes: readonly WaitingLane[], now: number): Markup {
  if (lanes.length === 0) return html`<p>Nothing waits.</p>`;
  const rows = lanes.map(
    ({ place, deliveries, since, nextSendAt, reason }) =>
      html`<tr>
        <th scope="row">${placeOf(place)}${told(reason)}</th>
        <td>${count(deliveries)}</td>
        <td>${when(since, now)}</td>
        <td>${due(nextSendAt, now)}</td>
      </tr> `,
  );
  return table(['Where', 'Posts', 'Oldest', 'Next try'], rows);
}

/** What was given up, by where it was to go and why. */
export function givenUpHtml(groups: readonly GivenUp[], now: number): Markup {
  if (groups.length === 0) return html`<p>Nothing was given up in the last 24 hours.</p>`;
  const rows = groups.map(
    ({ place, reason, deliveries, at }) =>
      html`<tr>
        <th scope="row">${placeOf(place)}${told(reason)}</th>
        <td>${count(deliveries)}</td>
        <td>${when(at, now)}</td>
      </tr> `,
  );
  return table(['Where', 'Posts', 'Last'], rows);
}

/** @param headings of the columns; a wide one is left out on a narrow screen. */
function table(headings: readonly (string | { readonly wide: string })[], rows: readonly Markup[]): Markup {
  const cells = headings.map((heading) =>
    typeof heading === 'string'
      ? html`<th scope="col">${heading}</th> `
      : html`<th scope="col" class="wide">${heading.wide}</th> `,
  );
  return html`<table>
    <thead>
      <tr>
        ${cells}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table> `;
}

function told(reason: string | undefined): Markup {
  if (reason === undefined) return nothing;
  return html`<span class="reason">${truncate(withoutAddresses(oneLine(reason)), MAX_REASON)}</span>`;
}

/** Of an address only the number at its beginning: what follows may let its reader post there. */
function placeOf({ kind, address, serverId }: Place): Markup {
  const number = /^\d+/.exec(address)?.[0] ?? '';
  if (kind === 'direct') return html`direct messages ${number}`;
  return html`${kind}
  ${number}${serverId === undefined ? nothing : html` <span class="quiet">server ${serverId}</span>`}`;
}

function nameOf(title = ''): string {
  return truncate(withoutAddresses(oneLine(title)), MAX_NAME);
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
