const OFFSET_HOURS: Readonly<Record<string, number>> = {
  ...{ ut: 0, utc: 0, gmt: 0, z: 0, wet: 0, est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 },
  ...{ nst: -3.5, ast: -4, adt: -3, at: -4, et: -5, ct: -6, mt: -7, pt: -8, akst: -9, akdt: -8, hst: -10, brt: -3 },
  ...{ bst: 1, west: 1, cet: 1, met: 1, mez: 1, cest: 2, mest: 2, mesz: 2, sast: 2, eet: 2, eest: 3, msk: 3, trt: 3 },
  ...{ ist: 5.5, sgt: 8, hkt: 8, awst: 8, jst: 9, kst: 9, aest: 10, aedt: 11, nzst: 12, nzdt: 13 },
};

/** Languages whose month names are met in feeds that were meant to be English. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'fi', 'hu', 'cs', 'ru', 'tr', 'el'];

const MONTHS: ReadonlyMap<string, number> = monthNames();

const ISO =
  /^([+-]?\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?:[T\s]+(\d{1,2})(?::?(\d{2}))?(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?\s*((?![ap]m$)[a-z]{1,4}|[+-]\d{2}:?\d{2}(?:Z|:00)?|[+-]\d{1,2})?$/i;
const CLOCK = /(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\b\.?)?/i;
const ZONE = /(?:(?:gmt|utc?)?\s*([+-])(\d{1,2}):?(\d{2})?(?::00|\s*[a-z]{1,4})?|\b([a-z]{1,4}))\s*(?:\([^)]*\))?$/i;
const LONGEST = 80;

/**
 * Reads a date in any shape met in feeds: ISO 8601 and its profiles, RFC 822 with all its liberties, asctime, and dates as
 * people write them. One without a zone is taken as UTC: `Date.parse` would take it as this machine's own time.
 *
 * @returns epoch milliseconds, or undefined when it is no date, or one before 1900.
 */
export function parseDate(text: string | undefined): number | undefined {
  const tidy = text?.trim().replace(/\s+/g, ' ');
  if (tidy === undefined || tidy === '' || tidy.length > LONGEST) return undefined;
  return readIso(tidy) ?? readCount(tidy) ?? readWritten(tidy);
}

/** Seconds or milliseconds since 1970, as machines write them. */
function readCount(text: string): number | undefined {
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return undefined;
  return Number(text) * (text.length === 10 ? 1000 : 1);
}

function readIso(text: string): number | undefined {
  const match = ISO.exec(text.replace(/^\d{2}-\d{2}-\d{2}T/i, '20$&'));
  if (match === null) return undefined;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '0', zone = 'z'] = match;
  const ms = Math.trunc(Number(`0.${fraction}`) * 1000);
  return instant(Number(year), Number(month), Number(day), [+hour, +minute, +second, ms], zoneMinutes(zone));
}

/** Words and numbers in any order: the time has colons, the month letters, the year is the long or the last number. */
function readWritten(text: string): number | undefined {
  const clock = CLOCK.exec(text);
  const before = clock === null ? text : text.slice(0, clock.index);
  const after = clock === null ? '' : text.slice(clock.index + clock[0].length).trim();
  const date = readDay(before) ?? readDay(`${before} ${after.replace(ZONE_WORD, ' ')}`);
  if (date === undefined) return undefined;
  const hour = Number(clock?.[1] ?? 0);
  const half = clock?.[4]?.toLowerCase();
  const hours = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  const time = [hours, Number(clock?.[2] ?? 0), Number(clock?.[3] ?? 0), 0] as const;
  return instant(date.year, date.month, date.day, time, zoneMinutes(after.replace(YEAR, '')));
}

const ZONE_WORD = /^(?:[a-z]{3,4}|[+-]\d{2}:?\d{2})(?= )/i;
const YEAR = /(?<![+-]|\d)\d{4}(?!\d)/;

function readDay(text: string): { year: number; month: number; day: number } | undefined {
  const numbers = [...text.matchAll(/\d+/g)].map(([digits]) => digits);
  const month = namedMonth(text);
  const [first, second, third] = numbers;
  if (first === undefined) return undefined;
  if (month !== undefined && second === undefined && first.length === 4) return { year: Number(first), month, day: 1 };
  if (second === undefined) return undefined;
  if (month !== undefined) {
    const [year, day] = first.length > 2 ? [first, second] : [second, first];
    return { year: fullYear(year), month, day: Number(day) };
  }
  if (third === undefined) return undefined;
  if (first.length === 4) return { year: Number(first), month: Number(second), day: Number(third) };
  // 06/23/2026 is American, 23/06/2026 and 23.06.2026 are not; where both could be, slashes decide.
  const american = (text.includes('/') && Number(first) <= 12) || Number(second) > 12;
  const [m, d] = american ? [first, second] : [second, first];
  return { year: fullYear(third), month: Number(m), day: Number(d) };
}

/** The last word that names a month: before it may stand a weekday that looks like one (`mar.` is Tuesday in French). */
function namedMonth(text: string): number | undefined {
  const words = [...text.matchAll(/\p{L}[\p{L}\p{M}]+/gu)].map(([word]) => plainWord(word));
  const months = words.map((word) => MONTHS.get(word) ?? MONTHS.get(word.slice(0, 3)));
  return months.findLast((month) => month !== undefined);
}

/** RFC 2822, 4.3: two digits below 50 are of this century, others and three digits of the last. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 3) return year;
  return year + (digits.length < 3 && year < 50 ? 2000 : 1900);
}

function zoneMinutes(text: string): number {
  const match = ZONE.exec(text.trim());
  if (match === null) return 0;
  const [, sign, hours, minutes = '0', name = ''] = match;
  if (sign === undefined) return (OFFSET_HOURS[name.toLowerCase()] ?? 0) * 60;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function instant(
  year: number,
  month: number,
  day: number,
  [hour, minute, second, ms]: readonly [number, number, number, number],
  offsetMinutes: number,
): number | undefined {
  const fits = year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!fits || hour > 24 || minute > 59 || second > 60) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute - offsetMinutes, second, ms);
}

function monthNames(): Map<string, number> {
  const names = new Map<string, number>();
  for (const language of LANGUAGES) {
    for (const month of ['short', 'long'] as const) {
      const format = new Intl.DateTimeFormat(language, { month, day: 'numeric', timeZone: 'UTC' });
      for (let index = 0; index < 12; index += 1) {
        const parts = format.formatToParts(Date.UTC(2000, index, 15));
        const word = plainWord(parts.find(({ type }) => type === 'month')?.value ?? '');
        if (word !== '' && !names.has(word)) names.set(word, index + 1);
      }
    }
  }
  return names;
}

function plainWord(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[^\p{L}]+/gu, '')
    .toLowerCase();
}
