import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;

/**
 * Watches the event loop of this thread.
 *
 * @returns what ends it and answers the longest time, in milliseconds, in which the loop stood still because this thread was at
 * work. That a busy machine let the thread wait, as one that runs all tests does, is no fault of what is tested.
 */
export function watchLoop(): () => number {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let longest = 0;
  let before = threadMs();
  const timer = setInterval(() => {
    const now = threadMs();
    longest = Math.max(longest, now - before);
    before = now;
  }, RESOLUTION_MS);
  return () => {
    clearInterval(timer);
    delays.disable();
    return Math.min(longest, delays.max / 1e6);
  };
}

/** The time, in milliseconds, for which this thread has been at work: what costs it much, costs it much on a busy machine, too. */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
