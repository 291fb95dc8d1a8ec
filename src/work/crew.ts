import { startLoop, type Loop } from '../lib/loop.ts';
import { createSlots } from '../lib/slots.ts';

/** The longest rest when nothing is known to be due: another process may have brought work. */
const IDLE_MS = 1_000;

/** What a crew works on: claimed rows, each done by itself. */
export interface Chore<Claim> {
  /** How many claims are worked on at once. */
  readonly width: number;
  /** Claims up to `limit` due rows. */
  claim(limit: number): Promise<readonly Claim[]>;
  /** Works on one. Must not reject. */
  run(claim: Claim): Promise<void>;
  /** When the next row is due, in epoch milliseconds. */
  nextDueAt(): Promise<number | undefined>;
  /** How long nothing may be claimed, in milliseconds; 0, or absent: claims go on. */
  restMs?(): number;
  /** Is told when a claim failed as a whole, and answers how long to rest, in milliseconds. */
  failed(error: unknown): number;
}

/** Works on what is due, side by side, until it is stopped; `stop` lets what is under way finish. */
export function startCrew<Claim>(chore: Chore<Claim>, now: () => number): Loop {
  const slots = createSlots(chore.width, () => loop.wake());

  const step = async () => {
    const restMs = chore.restMs?.() ?? 0;
    if (restMs > 0) return Math.min(IDLE_MS, Math.ceil(restMs));
    const free = slots.free();
    // A full crew is woken by the first that gets free.
    if (free === 0) return IDLE_MS;
    const claims = await chore.claim(free);
    for (const claim of claims) slots.start(() => chore.run(claim));
    if (claims.length === free) return IDLE_MS;
    const dueAt = await chore.nextDueAt();
    return Math.min(IDLE_MS, Math.max(0, (dueAt ?? Infinity) - now()));
  };

  const loop = startLoop(step, (error) => chore.failed(error));
  return {
    wake: () => loop.wake(),
    stop: async () => {
      await loop.stop();
      await slots.idle();
    },
    stuckMs: () => loop.stuckMs(),
  };
}
