import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { StorageError } from '../lib/errors.ts';

const REST_MS = 1_000;

/** Writes what must not be forgotten, again and again while the disk is full. */
export async function insist(write: () => Promise<void>, log: Logger): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await write();
      return;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (tries === 1) log.error({ reason: error.message }, 'what was posted cannot be written down yet');
      await setTimeout(REST_MS);
    }
  }
}
