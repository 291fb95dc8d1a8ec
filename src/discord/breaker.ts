const WINDOW_MS = 600_000;
/** Discord bans an address at 10,000 in that time: https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans */
const MOST = 900;

/** Counts the calls that Discord holds against a bot's address, and breaks when there are too many of them. */
export interface Breaker {
  /** Counts one. */
  count(): void;
  /** How long nothing more may be sent, in milliseconds; 0: not broken. */
  restMs(): number;
}

/**
 * @param broke is told when the breaker breaks, and for how many milliseconds: until half of the calls are too old to count.
 * @param now a clock that never jumps, in milliseconds.
 */
export function createBreaker(broke: (restMs: number) => void, now = () => performance.now()): Breaker {
  const counted: number[] = [];
  let brokenUntil = 0;
  const restMs = () => Math.max(0, brokenUntil - now());
  return {
    restMs,
    count: () => {
      counted.push(now());
      while ((counted[0] ?? Infinity) <= now() - WINDOW_MS) counted.shift();
      if (counted.length < MOST || restMs() > 0) return;
      brokenUntil = (counted[Math.floor(counted.length / 2)] ?? now()) + WINDOW_MS;
      broke(restMs());
    },
  };
}
