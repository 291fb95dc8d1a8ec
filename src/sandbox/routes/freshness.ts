import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What a client recognises an unchanged answer by. */
export interface Freshness {
  readonly etag: string;
  readonly 'last-modified'?: string;
}

/** @param changedAt, now in epoch milliseconds. */
export function freshness(body: string, changedAt: number, now: number): Freshness {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  // A date tells seconds apart: while its second lasts, what it names may still change (RFC 9110, 8.8.2.2).
  if (Math.floor(changedAt / 1000) >= Math.floor(now / 1000)) return { etag };
  return { etag, 'last-modified': new Date(changedAt).toUTCString() };
}

/** Whether a request may be answered by 304. If-None-Match comes first; the date counts only without it (RFC 9110, 13.2.2). */
export function isFresh(request: IncomingHttpHeaders, current: Freshness): boolean {
  const tags = request['if-none-match'];
  if (tags !== undefined) {
    return tags.split(',').some((tag) => ['*', current.etag].includes(tag.trim().replace(/^W\//, '')));
  }
  // The very date, as nginx does: an earlier run of the sandbox may have given a later one.
  const date = request['if-modified-since'];
  return date !== undefined && date === current['last-modified'];
}
