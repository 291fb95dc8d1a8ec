import { itemsOf, removeItem, takeItem } from './items.ts';
import { OPENED, refresh, whenFresh } from './opening.ts';
import { here, say } from './page.ts';
import { noteNewest } from './unread.ts';

/** See `page/updates.ts`. */
type Update =
  | { readonly channel: string; readonly item: string; readonly html?: string; readonly messageId?: string }
  | { readonly channels: true };

const LOST = 'The sandbox does not answer: is Herald still running? This page goes on by itself when it is back.';

let source: EventSource | undefined;
let listensAs = '';

/** Follows what happens in the sandbox. A tab that nobody sees listens to nothing: a browser holds few connections to a host. */
export function listen(): void {
  document.addEventListener('visibilitychange', follow);
  document.addEventListener(OPENED, follow);
  follow();
}

function follow(): void {
  const as = document.hidden ? '' : here().as;
  if (as === listensAs) return;
  listensAs = as;
  source?.close();
  if (as === '') return;
  source = new EventSource(`/sandbox/page/events?${new URLSearchParams({ as }).toString()}`);
  source.addEventListener('open', () => {
    say('');
    refresh().catch(() => say(LOST));
  });
  source.addEventListener('error', () => say(LOST));
  source.addEventListener('message', ({ data }) => take(JSON.parse(data as string) as Update));
}

function take(update: Update): void {
  if ('channels' in update) refresh().catch(() => say(LOST));
  else whenFresh(() => apply(update));
}

function apply(update: Exclude<Update, { channels: true }>): void {
  const { channel, item, html, messageId } = update;
  if (messageId !== undefined) noteNewest(channel, messageId);
  if (channel !== here().channel) return;
  if (html === undefined) removeItem(item);
  for (const one of itemsOf(html ?? '')) takeItem(one, put(messageId !== undefined));
}

/** A new message comes last, a new post first; a change of what isn't shown stays unseen. */
function put(isNew: boolean) {
  return (list: Element, item: Element) => {
    if (item.classList.contains('post')) list.prepend(item);
    else if (isNew) list.append(item);
  };
}
