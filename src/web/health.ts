import { setTimeout } from 'node:timers/promises';
import type { Loop } from '../lib/loop.ts';

/** What must work for Herald to work; what this process does not do is left out. */
export interface Parts {
  /** Rejects when the database does not answer. */
  readonly database: () => Promise<void>;
  /** Whether the gateway is connected. */
  readonly gateway?: (() => boolean) | undefined;
  readonly poller?: Pick<Loop, 'stuckMs'> | undefined;
  readonly sender?: Pick<Loop, 'stuckMs'> | undefined;
}

/** What is wrong with each part; undefined: nothing. */
export type Complaints = Readonly<Record<string, string | undefined>>;

const PATIENCE_MS = 2_000;
/** Loops rest a second, and five when something is wrong. */
const STUCK_MS = 30_000;

/**
 * Looks at every part.
 *
 * @param patienceMs for the answer of the database.
 */
export async function complaintsOf(
  { database, gateway, poller, sender }: Parts,
  patienceMs = PATIENCE_MS,
): Promise<Complaints> {
  return {
    database: await askDatabase(database, patienceMs),
    ...(gateway && { gateway: gateway() ? undefined : 'it is not connected to Discord' }),
    ...(poller && { poller: stuck(poller) }),
    ...(sender && { sender: stuck(sender) }),
  };
}

async function askDatabase(database: Parts['database'], patienceMs: number): Promise<string | undefined> {
  const silent = `it has not answered within ${patienceMs / 1000} s`;
  const answer = database().then(
    () => undefined,
    () => 'it can not be read',
  );
  return await Promise.race([answer, setTimeout(patienceMs, silent, { ref: false })]);
}

function stuck(loop: Pick<Loop, 'stuckMs'>): string | undefined {
  const ms = loop.stuckMs();
  return ms > STUCK_MS ? `nothing has gone well for ${Math.round(ms / 1000)} s; the log says why` : undefined;
}
