import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import { oneLine, truncate } from '../lib/text.ts';
import type { Store } from '../store/index.ts';
import { plain, type Answer } from './answer.ts';
import type { Asked } from './asked.ts';
import type { Route } from './server.ts';

export interface WebSubContext {
  readonly store: Store;
  readonly log: Logger;
  readonly now: () => number;
  /** Is told that a feed is to be polled. */
  readonly due: () => void;
}

/** At the end of the path, whatever a proxy puts before it. */
const CALLBACK = /\/websub\/([\w-]{43})$/;
const GONE = plain(404, 'No such subscription.');
const MAX_REASON = 300;

/**
 * Where hubs confirm what they were asked for, and tell that something is new (W3C WebSub, 5.3 and 7). What they push is not read:
 * the feed is polled instead, under the rules of every poll, so that a hub can put no word into a feed's mouth.
 */
export function webSubRoute(context: WebSubContext): Route {
  return {
    path: CALLBACK,
    open: true,
    answer: (asked) => confirm(asked, context),
    post: (asked) => take(asked, context),
  };
}

async function confirm({ url }: Asked, { store, log, now }: WebSubContext): Promise<Answer> {
  const token = tokenIn(url);
  const said = (name: string) => url.searchParams.get(`hub.${name}`) ?? '';
  const [mode, topic] = [said('mode'), said('topic')];
  if (mode === 'denied') {
    const reason = truncate(oneLine(said('reason')), MAX_REASON) || 'The hub refuses, and does not say why.';
    if (!(await store.hubs.deny(token, topic, reason, now()))) return GONE;
    log.warn({ reason }, 'a hub refuses a subscription; the feed is polled as ever');
    return plain(200, 'Understood.');
  }
  const lease = /^\d{1,9}$/.test(said('lease_seconds')) ? Number(said('lease_seconds')) : undefined;
  if (!(await store.hubs.confirm({ token, mode, topic, leaseSeconds: lease }, now()))) return GONE;
  log.info({ mode, leaseSeconds: lease }, 'a hub confirms');
  // Exactly what was sent, without a line end.
  return { ...plain(200, ''), body: said('challenge') };
}

async function take({ url, headers, body }: Asked, { store, log, now, due }: WebSubContext): Promise<Answer> {
  const token = tokenIn(url);
  const secret = await store.hubs.secret(token);
  if (secret === undefined) return GONE;
  const bytes = await body();
  if (bytes === undefined) return plain(413, 'That is more than any feed.');
  // A wrong signature is answered as a right one: whoever guesses learns nothing (WebSub, 8).
  if (isSigned(bytes, headers['x-hub-signature'], secret)) {
    await store.hubs.spoke(token, now());
    due();
  } else log.warn('a notice with a wrong signature was ignored');
  return plain(202, 'Thank you.');
}

function tokenIn({ pathname }: URL): string {
  return CALLBACK.exec(pathname)?.[1] ?? '';
}

/** Whether a body is signed with the secret, as in `sha256=0a1b...`. */
export function isSigned(body: Buffer, signature: string | string[] | undefined, secret: string): boolean {
  const [, method = '', hex = ''] = /^(sha1|sha256|sha384|sha512)=([\da-f]+)$/i.exec(String(signature)) ?? [];
  if (method === '') return false;
  const expected = createHmac(method.toLowerCase(), secret).update(body).digest();
  const given = Buffer.from(hex, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
