/**
 * The time in epoch milliseconds, by a clock that never goes back. It follows the machine's clock forward, so that the hours of a
 * suspended machine count; when that clock is set back, it goes on by the time that really passes. What lies between two of its
 * instants is therefore never less than what passed, by either clock: a lease runs out, and what may be forgotten after a while
 * is not trusted for longer.
 */
export function createClock(wall = Date.now, steady = () => performance.now()): () => number {
  let now = wall();
  let readAt = steady();
  return () => {
    const readNow = steady();
    now = Math.max(wall(), now + readNow - readAt);
    readAt = readNow;
    return Math.floor(now);
  };
}
