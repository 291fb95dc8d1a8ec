import { writeTimes } from './times.ts';

/** A message soon after one of the same author stands below it without a head of its own. */
const TOGETHER_MS = 7 * 60_000;
/** More items than this leave at the other end, as long as the reader is at the newest ones. */
const MAX_ITEMS = 1000;
const DISMISSED = 'dismissed';

/** As each item came from the server, before this page touched it: what did not change is left alone. */
const came = new Map<string, string>();

export const list = () => document.querySelector('.items');
export const scroller = () => document.querySelector('.scroller');

/** Takes over the items that the server wrote into the page. */
export function adoptItems(): void {
  came.clear();
  for (const item of list()?.children ?? []) adopt(item);
}

/** Shows an item in the place of the one of the same id, else where `put` puts it. */
export function takeItem(item: Element, put: (list: Element, item: Element) => void): void {
  const into = list();
  if (into === null || dismissed().has(item.id) || came.get(item.id) === item.outerHTML) return;
  const old = document.getElementById(item.id);
  if (old === null) put(into, item);
  else replace(old, item);
  adopt(item);
  trim(into);
}

/** The items of a piece of the server's HTML. */
export function itemsOf(html: string): Element[] {
  return [...new DOMParser().parseFromString(`<ol>${html}</ol>`, 'text/html').querySelectorAll('ol:first-child > li')];
}

export function removeItem(id: string): void {
  came.delete(id);
  document.getElementById(id)?.remove();
}

/** Takes an item away for as long as this tab lives. */
export function dismissItem(id: string): void {
  sessionStorage.setItem(DISMISSED, [...dismissed(), id].join(' '));
  removeItem(id);
}

/** The focus stays where it was, as far as the new item has such a place. */
function replace(old: Element, item: Element): void {
  const at = old.contains(document.activeElement)
    ? controlsOf(old).findIndex((one) => one === document.activeElement)
    : -1;
  old.replaceWith(item);
  if (at < 0) return;
  const controls = controlsOf(item);
  (controls[at] ?? controls[0])?.focus({ preventScroll: true });
}

const controlsOf = (item: Element) => [...item.querySelectorAll<HTMLElement>('button, select, a, input')];

function adopt(item: Element): void {
  if (dismissed().has(item.id)) {
    item.remove();
    return;
  }
  came.set(item.id, item.outerHTML);
  writeTimes(item);
  group(item);
  if (item.nextElementSibling) group(item.nextElementSibling);
}

function group(item: Element): void {
  const before = item.previousElementSibling;
  const ownHead = item.querySelector('.used') !== null || before === null || before.classList.contains('ephemeral');
  const after = momentOf(item) - (before === null ? 0 : momentOf(before));
  const sameAuthor = before instanceof HTMLElement && authorOf(before) === authorOf(item);
  item.classList.toggle('follows', !ownHead && sameAuthor && after < TOGETHER_MS);
}

const momentOf = (item: Element) => Date.parse(item.getAttribute('data-at') ?? '');
const authorOf = (item: Element) => item.getAttribute('data-author');

function trim(into: Element): void {
  if (into.children.length <= MAX_ITEMS || (scroller()?.scrollTop ?? 0) < 0) return;
  const oldest = into.firstElementChild;
  if (oldest === null || oldest.classList.contains('post')) return;
  removeItem(oldest.id);
  into.setAttribute('data-older', '');
}

const dismissed = () => new Set((sessionStorage.getItem(DISMISSED) ?? '').split(' '));
