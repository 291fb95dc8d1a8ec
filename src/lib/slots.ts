/** A bounded number of tasks that run side by side. */
export interface Slots {
  /** How many more tasks may start now. */
  free(): number;
  /** Starts a task, which must not reject; `done` is called when it ends. */
  start(task: () => Promise<void>): void;
  /** Resolves when no task runs. */
  idle(): Promise<void>;
}

/** @param done called whenever a slot has become free. */
export function createSlots(size: number, done: () => void): Slots {
  const running = new Set<Promise<void>>();
  return {
    free: () => size - running.size,
    start: (task) => {
      const run = task().finally(() => {
        running.delete(run);
        done();
      });
      running.add(run);
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
