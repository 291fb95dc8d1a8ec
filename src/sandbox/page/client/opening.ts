import { adoptItems, itemsOf, list, removeItem, scroller, takeItem } from './items.ts';
import { find, here } from './page.ts';

/** Told to the document when another channel is shown, or the same one to somebody else. */
export const OPENED = 'opened';

const NEAR_TOP_PX = 1200;

// Pages are fetched one after the other. What happens while one is under way may be newer than it: that waits for it.
let turn: Promise<unknown> = Promise.resolve();
let underWay = 0;
const waiting: (() => void)[] = [];

/** Does something to the page once it is as new as what was last fetched. */
export function whenFresh(work: () => void): void {
  if (underWay === 0) work();
  else waiting.push(work);
}

async function inTurn(work: () => Promise<void>): Promise<void> {
  underWay += 1;
  const done = turn.then(work).finally(() => {
    underWay -= 1;
    if (underWay === 0) for (const one of waiting.splice(0)) one();
  });
  turn = done.catch(() => undefined);
  await done;
}

/** Shows what an address of the page leads to, without loading the page anew. */
export async function openAddress(address: string, { push = true } = {}): Promise<void> {
  await inTurn(() => replacePage(address, push));
}

/** Catches up with what happened while nothing was listening. */
export async function refresh(): Promise<void> {
  await inTurn(takeOver);
}

async function replacePage(address: string, push: boolean): Promise<void> {
  const url = new URL(address, location.href);
  if (!url.searchParams.has('as')) url.searchParams.set('as', here().as);
  const fresh = await fetchPage(url.href);
  if (push) history.pushState(null, '', url);
  for (const part of document.querySelectorAll('[data-part]')) {
    const other = fresh.querySelector(`[data-part="${part.getAttribute('data-part') ?? ''}"]`);
    part.replaceChildren(...(other?.childNodes ?? []));
  }
  Object.assign(document.body.dataset, fresh.body.dataset);
  find(HTMLSelectElement, '#as').value = here().as;
  adoptItems();
  showTarget(url.hash);
  document.dispatchEvent(new Event(OPENED));
}

async function takeOver(): Promise<void> {
  const fresh = await fetchPage(location.href);
  refreshChannels(fresh);
  const items = [...fresh.querySelectorAll('.items > li')];
  const isForum = fresh.querySelector('.posts') !== null;
  const kept = new Set(items.map(({ id }) => id));
  const [first] = items;
  for (const { id } of [...(list()?.children ?? [])]) {
    if (!kept.has(id) && (isForum || first === undefined || id >= first.id)) removeItem(id);
  }
  for (const item of isForum ? items.toReversed() : items) {
    takeItem(item, (into, one) => (isForum ? into.prepend(one) : into.append(one)));
  }
}

function refreshChannels(fresh: Document): void {
  const part = find(HTMLElement, '[data-part="channels"]');
  const other = find(Element, '[data-part="channels"]', fresh);
  if (part.innerHTML !== other.innerHTML) part.replaceChildren(...other.childNodes);
  document.dispatchEvent(new Event('channels'));
}

/** Loads older messages when their reader nears the oldest one that is there. */
export async function loadOlder(): Promise<void> {
  const [box, items] = [scroller(), list()];
  if (box === null || !items?.hasAttribute('data-older')) return;
  if (box.scrollHeight - box.clientHeight + box.scrollTop > NEAR_TOP_PX) return;
  items.removeAttribute('data-older');
  const { channel, as } = here();
  const before = items.firstElementChild?.id.replace('message-', '') ?? '';
  const answer = await fetch(`/sandbox/page/items?${new URLSearchParams({ channel, as, before }).toString()}`);
  const older = itemsOf(await answer.text());
  for (const item of older.toReversed()) takeItem(item, (into, one) => into.prepend(one));
  if (older.length > 0) items.setAttribute('data-older', '');
}

/** Scrolls to the message that an address names. */
export function showTarget(hash: string): void {
  const target = hash === '' ? null : document.getElementById(hash.slice(1));
  for (const old of document.querySelectorAll('.target')) old.classList.remove('target');
  target?.classList.add('target');
  target?.scrollIntoView({ block: 'center' });
}

async function fetchPage(address: string): Promise<Document> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}.`);
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}
