import { escapeMarkup } from '../markup.ts';

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** @param iso as Discord writes instants. One that can't be read is shown as it stands. */
export function timeHtml(iso: string): string {
  const instant = new Date(iso);
  const shown = Number.isNaN(instant.getTime()) ? iso : format.format(instant);
  return `<time datetime="${escapeMarkup(iso)}">${escapeMarkup(shown)}</time>`;
}
