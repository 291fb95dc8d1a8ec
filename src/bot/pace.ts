import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** @returns a function that counts a call and answers how many seconds the member must wait first; 0: none. */
export function createPace(perMinute: number): (userId: string) => Promise<number> {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (userId) => {
    try {
      await limiter.consume(userId);
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.ceil(refusal.msBeforeNext / 1000);
      throw refusal;
    }
  };
}
