import type { Loop } from '../lib/loop.ts';
import type { Delivery } from '../model/delivery.ts';
import { startCrew } from './crew.ts';
import type { Rules } from '../store/claims.ts';
import { deliver, type SendContext } from './deliver.ts';

/** Deliveries under way at once: enough to use Discord's 50 calls a second at 600 ms a call. */
const WIDTH = 32;
/** Longer than a delivery can take, with every plainer form of its message. */
const LEASE_MS = 60_000;
const FAILED_REST_MS = 5_000;

/** Sends the deliveries that are due, by the rules that the host has set. */
export function startSender(context: SendContext & { readonly rules: Rules }): Loop {
  const { store, log, now, restMs, rules } = context;
  // A lease that ran out, while the machine slept for instance, frees the lane for others, but not for ourselves.
  const underWay = new Set<number>();
  return startCrew<Delivery>(
    {
      width: WIDTH,
      claim: (limit) =>
        store.deliveries.claimDue({ now: now(), leaseMs: LEASE_MS, limit, except: [...underWay], ...rules }),
      nextDueAt: () => store.deliveries.nextDueAt([...underWay]),
      restMs,
      run: async (delivery) => {
        const lane = delivery.destination.id;
        underWay.add(lane);
        await deliver(delivery, context).catch((error: unknown) =>
          log.error({ delivery: delivery.id, err: error }, 'a delivery broke off; it is tried again in a minute'),
        );
        underWay.delete(lane);
      },
      failed: (error) => {
        log.error({ err: error }, 'the store did not answer the sender');
        return FAILED_REST_MS;
      },
    },
    now,
  );
}
