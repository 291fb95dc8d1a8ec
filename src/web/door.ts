import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../lib/loopback.ts';
import { plain, type Answer } from './answer.ts';

/** Answers whoever may not enter; undefined: they may. */
export type Door = (request: IncomingMessage) => Answer | undefined;

/**
 * With a token, who brings it enters: as `Authorization: Bearer TOKEN`, or as the password of whatever user, which is how a
 * browser asks for it. Without one, who calls this machine by its own address does: a name that another site points here
 * (DNS rebinding) opens nothing.
 */
export function doorOf(token: string | undefined): Door {
  if (token === undefined) return ({ headers }) => (isOwnName(headers.host) ? undefined : STRANGER);
  const expected = digest(token);
  return ({ headers }) => (timingSafeEqual(digest(passwordIn(headers.authorization)), expected) ? undefined : LOCKED);
}

const STRANGER = plain(
  403,
  'Herald answers only to its own address on this machine. To reach it by another name, set HTTP_TOKEN.',
);
const LOCKED = plain(401, 'Give HTTP_TOKEN as the password; the user does not matter.', {
  'www-authenticate': 'Basic realm="Herald", charset="UTF-8"',
});

function isOwnName(host = ''): boolean {
  return isLoopback(URL.parse(`http://${host}`)?.hostname ?? '');
}

function passwordIn(authorization = ''): string {
  const [, scheme = '', credentials = ''] = /^(\w+) +(\S+)$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'basic') return credentials;
  const pair = Buffer.from(credentials, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

/** Of equal length for any text, which a comparison in constant time wants. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
