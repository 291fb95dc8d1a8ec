import type { Logger } from 'pino';
import { startLoop, type Loop } from '../lib/loop.ts';
import type { Store } from '../store/index.ts';

const BREATH_MS = 5;
/** The system may want the memory for something else meanwhile. */
const REST_MS = 3_600_000;

/** Keeps in memory what every search reads. */
export function startWarmer({ store, log }: { readonly store: Store; readonly log: Logger }): Loop {
  let below: number | undefined;
  return startLoop(
    async () => {
      below = await store.search.warm(below);
      return below === undefined ? REST_MS : BREATH_MS;
    },
    (error) => {
      log.warn({ err: error }, 'what searches read could not be read ahead; they may be slow at first');
      return REST_MS;
    },
  );
}
