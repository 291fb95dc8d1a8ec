const SECOND_MS = 1000;
/** Timers may fire a little early. */
const SLACK_MS = 5;
/** How fast a memory of quick answers fades, by each answer: in seconds of full speed less than the slack makes up for. */
const FADE_MS = 0.02;

/** Lets a call go when its turn comes, and answers what it came to. An urgent one goes before all others that wait. */
export type Gate = <T>(call: () => Promise<T>, urgent: boolean) => Promise<T>;

/**
 * A gate that lets so many calls through that no second has more than `perSecond` of them, by the clock of whom they reach.
 *
 * A call is counted there somewhere between its leaving and its answer. Its place is free again a second after the answer, less
 * the time that the quickest calls take on their way: so a call that was held up, by a slow line or a new connection, is
 * reckoned as late as it may have been counted, and on a steady line nothing of the limit is lost. How quick that line is has to
 * be learnt: the calls of a young process are slow by the process, not by the line.
 *
 * What a predecessor has used is not known: the first second of the process belongs to it.
 *
 * @param perSecond Infinity: the gate stands open.
 */
export function createGate(perSecond: number): Gate {
  if (perSecond === Infinity) return (call) => call();
  const waiting: (() => void)[] = [];
  let free = 0;
  let quickestMs = 0;

  const giveBack = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const turn = async (urgent: boolean) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => (urgent ? waiting.unshift(resolve) : waiting.push(resolve)));
  };
  const open = () => {
    for (let place = 0; place < perSecond; place += 1) giveBack();
  };
  setTimeout(open, Math.max(0, SECOND_MS - performance.now()));

  return async (call, urgent) => {
    await turn(urgent);
    const leftAt = performance.now();
    try {
      return await call();
    } finally {
      const tookMs = performance.now() - leftAt;
      quickestMs = Math.min(tookMs, quickestMs + FADE_MS);
      setTimeout(giveBack, SECOND_MS - Math.min(quickestMs, SECOND_MS) + SLACK_MS).unref();
    }
  };
}
