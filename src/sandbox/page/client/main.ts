// Runs in the browser. The server draws; this takes what it has drawn to its place, and sends what a person does.
import { serveBox } from './box.ts';
import { serveDialogs } from './dialogs.ts';
import { showHints } from './hints.ts';
import { adoptItems } from './items.ts';
import { listen } from './live.ts';
import { loadOlder, openAddress, OPENED, showTarget } from './opening.ts';
import { attempt, find, here } from './page.ts';
import { servePresses } from './press.ts';
import { keepTimes } from './times.ts';
import { markUnread } from './unread.ts';

adoptItems();
keepTimes();
markUnread();
servePresses();
serveBox();
serveDialogs();
showHints();
serveLinks();
serveScrolling();
listen();
showTarget(location.hash);

/** Opens channels without loading the page anew, also those that texts link to. */
function serveLinks(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link?.target !== '' || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin !== location.origin || link.pathname !== '/') return;
    event.preventDefault();
    attempt(() => openAddress(link.href));
  });
  addEventListener('popstate', () => attempt(() => openAddress(location.href, { push: false })));
  find(HTMLSelectElement, '#as').addEventListener('change', ({ currentTarget }) => {
    const { value } = currentTarget as HTMLSelectElement;
    attempt(() => openAddress(`/?channel=${here().channel}&as=${value}`));
  });
  document.addEventListener(OPENED, () => find(HTMLElement, '#channels').hidePopover());
}

function serveScrolling(): void {
  // It does not bubble.
  document.addEventListener('scroll', () => attemptQuietly(), { capture: true, passive: true });
}

function attemptQuietly(): void {
  loadOlder().catch(() => undefined); // the next scroll asks again
}
