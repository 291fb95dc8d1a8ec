import { html, type Markup } from './html.ts';

const UNITS = [
  ['s', 1_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
] as const;

/** A length of time in its largest unit, as in "45 s", "2.5 h". */
export function span(ms: number): string {
  const [unit, length] = UNITS.findLast(([, unitMs]) => ms >= unitMs) ?? UNITS[0];
  const count = ms / length;
  const rounded = count < 10 && unit !== 's' ? Math.round(count * 10) / 10 : Math.round(count);
  return `${rounded} ${unit}`;
}

/** An instant as seen from now, as in "3 min ago" and "in 2 h". */
export function when(at: number | undefined, now: number): Markup {
  if (at === undefined) return html`–`;
  const words = at > now ? `in ${span(at - now)}` : `${span(now - at)} ago`;
  return html`<time datetime="${new Date(at).toISOString()}">${words}</time>`;
}

/** The same of what is to be done then. */
export function due(at: number | undefined, now: number): Markup {
  return at !== undefined && at <= now ? html`now` : when(at, now);
}

/** An instant's hour and minute. */
export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

const numbers = new Intl.NumberFormat('en');

export function count(number: number): string {
  return numbers.format(number);
}

/** A number with its noun, as in "1 post", "2 posts". */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${number === 1 ? noun : `${noun}s`}`;
}

/** A text of somebody else's without what addresses in it may hold of secrets: of each the host alone is left. */
export function withoutAddresses(text: string): string {
  return text.replace(/\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>]+/gi, (address) => URL.parse(address)?.host ?? '…');
}
