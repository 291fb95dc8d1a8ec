import type { Place } from './places.ts';
import type { Random } from './random.ts';

/** A fault as POST /sandbox/faults takes it. */
export type Fault = Readonly<Record<string, unknown>>;

const SENDS = ['POST /channels/*/messages', 'POST /channels/*/threads', 'POST /webhooks/*/*'] as const;

/** Every way in which a call to Discord can go wrong, and the gateway. */
export function faultFrom(random: Random, places: readonly [Place, ...Place[]], forbidden: Set<string>): Fault {
  const match = random.of(SENDS);
  const times = random.of([1, 1, 2, 4]);
  const faults = [
    () => ({ match, times, status: 500 }),
    () => ({ match, times, status: 502, after: true }),
    () => ({ match, times, reset: true }),
    () => ({ match, times, reset: true, after: true }),
    () => ({ match, times, hang: Math.floor(random.number() * 400) }),
    () => ({ match, times: 1, hang: true }),
    () => ({ match, times: 1, hang: true, after: true }),
    () => ({ match, times, status: 429 }),
    () => ({ match, times: 1, status: 429, headers: {}, body: 'error code: 1015' }),
    () => ({ match: 'GET /channels/', times, status: 500 }),
    () => ({ match: 'gateway', ...(random.chance(0.5) && { status: 4000 }) }),
    () => forbid(random.of(places), forbidden),
  ] as const;
  return random.of<() => Fault>(faults)();
}

/** Forbidden for a while. A place that refuses three times in a row would be closed: each does so once. */
function forbid({ id }: Place, forbidden: Set<string>): Fault {
  if (forbidden.has(id)) return { match: `POST /channels/${id}/`, times: 1, status: 500 };
  forbidden.add(id);
  return {
    match: `POST /channels/${id}/`,
    times: 1,
    status: 403,
    body: { code: 50013, message: 'Missing Permissions' },
  };
}
