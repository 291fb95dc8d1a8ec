type Style = Intl.DateTimeFormatOptions;

/** Discord's styles of moments: https://discord.com/developers/docs/reference#message-formatting-timestamp-styles */
const STYLES: Readonly<Record<string, Style>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];
const FRESHEN_MS = 20_000;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** Writes the moments within an element as Discord would, in the reader's own time. */
export function writeTimes(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>('time[data-style]')) {
    const instant = new Date(time.dateTime);
    if (Number.isNaN(instant.getTime())) continue;
    time.textContent = written(instant, time.dataset['style'] ?? 'f');
    time.title = format(instant, STYLES['F']);
  }
}

/** Keeps "2 minutes ago" and "Today" true. */
export function keepTimes(): void {
  setInterval(() => writeTimes(document), FRESHEN_MS);
}

function written(instant: Date, style: string): string {
  if (style === 'R') return ago(instant);
  if (style !== 'message') return format(instant, STYLES[style]);
  const days = Math.round((midnight(new Date()) - midnight(instant)) / 86_400_000);
  const time = format(instant, STYLES['t']);
  if (days === 0) return `Today at ${time}`;
  return days === 1 ? `Yesterday at ${time}` : `${format(instant, STYLES['d'])} ${time}`;
}

const format = (instant: Date, style: Style | undefined) => new Intl.DateTimeFormat('en', style).format(instant);

const midnight = (instant: Date) => new Date(instant).setHours(0, 0, 0, 0);

function ago(instant: Date): string {
  const seconds = (instant.getTime() - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  return relative.format(Math.round(seconds / size), unit);
}
