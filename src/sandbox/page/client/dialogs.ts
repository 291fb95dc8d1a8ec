import { run } from './box.ts';
import { openAddress } from './opening.ts';
import { ask, find, say } from './page.ts';

/** Told to the document when an article was published. */
export const PUBLISHED = 'published';

/** The sandbox's admin, and the channel where articles arrive. */
const ADMIN = { id: '1300000000000000002', as: 'ada' };
const ARTICLES = '1300000000000000010';

/** Makes the forms above the page open, close and do their work. */
export function serveDialogs(): void {
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    const name = target.closest('[data-opens]')?.getAttribute('data-opens');
    if (name) find(HTMLDialogElement, `#${name}`).showModal();
    if (target.closest('[data-closes]')) target.closest('dialog')?.close();
  });
  serveForm('publish', publish);
  serveForm('feed', addFeed);
}

function serveForm(id: string, work: (given: FormData) => Promise<void>): void {
  const dialog = find(HTMLDialogElement, `#${id}`);
  const form = find(HTMLFormElement, 'form', dialog);
  const error = find(HTMLElement, '.error', dialog);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    error.textContent = '';
    work(new FormData(form)).then(
      () => dialog.close(),
      (reason: unknown) => (error.textContent = reason instanceof Error ? reason.message : String(reason)),
    );
  });
}

async function publish(given: FormData): Promise<void> {
  const text = (name: string) => textOf(given, name);
  const draft = {
    title: text('title'),
    ...(text('author') && { author: text('author') }),
    tags: text('tags')
      .split(/[\s,#]+/)
      .filter(Boolean),
    ...(text('html') && { html: htmlOf(text('html')) }),
  };
  await ask('/sandbox/articles', draft);
  say('Published. Herald posts it when it next looks at the feed, within seconds.');
  document.dispatchEvent(new CustomEvent(PUBLISHED));
}

function textOf(given: FormData, name: string): string {
  const value = given.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** What has no tag of HTML is text, in paragraphs. */
function htmlOf(text: string): string {
  if (/<[a-z][^>]*>/i.test(text)) return text;
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** What an admin would do: `/feed add`. The reply shows what Herald found. */
async function addFeed(given: FormData): Promise<void> {
  const url = textOf(given, 'url');
  await openAddress(`/?channel=${ARTICLES}&as=${ADMIN.as}`);
  say('Herald looks at it…');
  await run({ name: 'feed add', options: { url }, channelId: ARTICLES, userId: ADMIN.id });
  say('Look at its newest article above, then press a button below it.');
}
