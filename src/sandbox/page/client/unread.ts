import { OPENED } from './opening.ts';
import { here } from './page.ts';

const KEY = 'read';

/** Marks the channels that hold something new for who looks. What was read is kept by the browser, for all its tabs. */
export function markUnread(): void {
  for (const event of [OPENED, 'channels', 'visibilitychange']) document.addEventListener(event, mark);
  addEventListener('storage', mark);
  mark();
}

/** Tells of a message that has just come. */
export function noteNewest(channel: string, messageId: string): void {
  for (const link of links()) if (link.dataset['channel'] === channel) link.dataset['last'] = messageId;
  mark();
}

const links = () => document.querySelectorAll<HTMLElement>('#channels a[data-channel]');

function mark(): void {
  const { as, channel: open } = here();
  const all = readAll();
  const read = (all[as] ??= {});
  let changed = false;
  for (const link of links()) {
    const { channel = '', last = '' } = link.dataset;
    if (channel === open && !document.hidden && newer(last, read[channel])) {
      read[channel] = last;
      changed = true;
    }
    const unread = newer(last, read[channel]);
    link.classList.toggle('has-unread', unread);
    link.querySelector('.unread')?.toggleAttribute('hidden', !unread);
  }
  if (changed) localStorage.setItem(KEY, JSON.stringify(all));
}

/** Ids of messages grow, and so do their lengths. */
function newer(id: string, other = ''): boolean {
  return id.length === other.length ? id > other : id.length > other.length;
}

function readAll(): Record<string, Record<string, string>> {
  return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, Record<string, string>>; // written above
}
