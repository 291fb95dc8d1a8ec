import { parseDate } from './dates.ts';

/** A response's headers as undici gives them: names in lower case, repeated ones as lists. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One header's value; undefined also when it is empty. */
export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  const text = Array.isArray(value) ? value.join(', ') : value;
  return text === '' ? undefined : text;
}

/**
 * For how many seconds an answer is fresh (RFC 9111, 4.2): its max-age less the time that it spent in caches, else its Expires.
 *
 * @param now epoch milliseconds.
 */
export function freshSeconds(headers: Headers, now: number): number | undefined {
  const control = header(headers, 'cache-control') ?? '';
  if (/\bno-(?:cache|store)\b/i.test(control)) return undefined;
  const maxAge = /\bmax-age\s*=\s*"?(\d{1,10})/i.exec(control)?.[1];
  if (maxAge !== undefined) return Math.max(0, Number(maxAge) - (Number(header(headers, 'age')) || 0));
  const expires = parseDate(header(headers, 'expires'));
  return expires === undefined ? undefined : Math.max(0, Math.round((expires - sentAt(headers, now)) / 1000));
}

/** How long a server wants to be left alone: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retrySeconds(headers: Headers, now: number): number | undefined {
  const value = header(headers, 'retry-after')?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d+)?$/.test(value)) return Math.ceil(Number(value));
  const date = parseDate(value);
  return date === undefined ? undefined : Math.max(0, Math.ceil((date - sentAt(headers, now)) / 1000));
}

/** By the server's own clock, which made its other dates, too. */
function sentAt(headers: Headers, now: number): number {
  return parseDate(header(headers, 'date')) ?? now;
}
