import { setTimeout } from 'node:timers/promises';

/** A step that is repeated until it is stopped. */
export interface Loop {
  /** Ends the present rest, so that the next step begins at once. */
  wake(): void;
  /** Lets the step under way finish, and begins no other. */
  stop(): Promise<void>;
  /** For how many milliseconds no step has ended well. */
  stuckMs(): number;
}

/**
 * Repeats a step.
 *
 * @param step does what is due and answers for how many milliseconds to rest before the next one.
 * @param failed is told what a step threw, and answers how many milliseconds to rest then.
 */
export function startLoop(step: () => Promise<number>, failed: (error: unknown) => number): Loop {
  let stopped = false;
  let bell = new AbortController();
  let movedAt = performance.now();

  const run = async () => {
    while (!stopped) {
      bell = new AbortController();
      const { signal } = bell;
      const restMs = await step().then(moved, failed);
      await setTimeout(restMs, undefined, { signal }).catch(() => undefined);
    }
  };

  const moved = (restMs: number) => {
    movedAt = performance.now();
    return restMs;
  };

  const ended = run();
  return {
    wake: () => bell.abort(),
    stop: async () => {
      stopped = true;
      bell.abort();
      await ended;
    },
    stuckMs: () => performance.now() - movedAt,
  };
}
