import { createHash } from 'node:crypto';

import type { Destination } from '../model/destination.ts';

/** Discord's limit on a nonce. */
const MAX_LENGTH = 25;

/**
 * What Discord knows a delivery by. It is made of what the delivery is, not of its number: two databases behind one bot, or
 * one restored from a backup, must not take each other's posts for their own, nor post again what the other has just posted.
 */
export function nonceOf(
  feedUrl: string,
  articleKey: string,
  { kind, address }: Pick<Destination, 'kind' | 'address'>,
): string {
  const identity = JSON.stringify([feedUrl, articleKey, kind, address]);
  return createHash('sha256').update(identity).digest('base64url').slice(0, MAX_LENGTH);
}
