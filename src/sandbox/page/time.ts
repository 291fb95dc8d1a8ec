import { escapeMarkup } from '../markup.ts';

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/**
 * An instant. In a browser the page's script says it as Discord would, in the reader's own time ("Today at 12:00").
 *
 * @param iso as Discord writes instants. One that can't be read is shown as it stands.
 * @param style one of Discord's styles, or `message`: as beside a message's author.
 */
export function timeHtml(iso: string, style = 'message'): string {
  const instant = new Date(iso);
  const shown = Number.isNaN(instant.getTime()) ? iso : format.format(instant);
  return `<time datetime="${escapeMarkup(iso)}" data-style="${escapeMarkup(style)}">${escapeMarkup(shown)}</time>`;
}

/** @returns undefined when no calendar reaches so far. */
export function instantHtml(seconds: number, style: string): string | undefined {
  const instant = new Date(seconds * 1000);
  return Number.isNaN(instant.getTime())
    ? undefined
    : `<span class="instant">${timeHtml(instant.toISOString(), style)}</span>`;
}
