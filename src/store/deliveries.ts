import type { Delivery, Verdict } from '../model/delivery.ts';
import type { Backend, Database, Rest } from './backend.ts';
import { claimDueDeliveries, type DeliveryClaim } from './claims.ts';
import { finishDeliveries, isOurs, type Finish } from './finish.ts';
import { readFold } from './fold-list.ts';
import { gather } from './gather.ts';
import { waitingOfServer } from './health.ts';
import { lastPostOfServer } from './last-post.ts';
import { earliest } from './lease.ts';
import { oweNow } from './owe-now.ts';
import { storiesOf } from './story.ts';

/** How many deliveries are finished in one transaction: some 10 ms of work. */
const MOST_AT_ONCE = 100;

/**
 * When the next lane is due, or the next lease runs out; undefined when nothing waits. Epoch milliseconds.
 *
 * @param except lanes that the asker is still at work on.
 */
export async function nextDeliveryDueAt(db: Database, except: readonly number[] = []): Promise<number | undefined> {
  const free = await db
    .selectFrom('destinations')
    .select('next_send_at as at')
    .where('next_send_at', 'is not', null)
    .where('claimed_until', 'is', null)
    .orderBy('next_send_at')
    .limit(1)
    .executeTakeFirst();
  const held = await db
    .selectFrom('destinations')
    .select('claimed_until as at')
    .where('claimed_until', 'is not', null)
    .where('next_send_at', 'is not', null)
    .$if(except.length > 0, (query) => query.where('id', 'not in', except))
    .orderBy('claimed_until')
    .limit(1)
    .executeTakeFirst();
  return earliest(free?.at, held?.at);
}

/** Gives back claims whose tries were not begun: they were no tries, and are due at once. */
export function releaseDeliveries(db: Database, deliveries: readonly Delivery[]): Promise<void> {
  return db.transaction().execute(async (trx) => {
    for (const delivery of deliveries) {
      if (!(await isOurs(trx, delivery))) continue;
      await trx
        .updateTable('deliveries')
        .set({ attempts: delivery.attempts, first_tried_at: delivery.firstTriedAt ?? null })
        .where('id', '=', delivery.id)
        .execute();
      await trx
        .updateTable('destinations')
        .set({ claimed_until: null })
        .where('id', '=', delivery.destination.id)
        .execute();
    }
  });
}

/** Deliveries, bound to a database. */
export function deliveriesIn(backend: Backend) {
  const { db, reader } = backend;
  const round = { last: '' };
  const finish = gather(MOST_AT_ONCE, (finishes: readonly Finish[]) => finishDeliveries(db, finishes));
  return {
    claimDue: (claim: DeliveryClaim) => claimDueDeliveries(backend, claim, round),
    nextDueAt: (except?: readonly number[]) => nextDeliveryDueAt(db, except),
    finish: (delivery: Delivery, verdict: Verdict, now: number) => finish({ delivery, verdict, now }),
    owe: (...rest: Rest<typeof oweNow>) => oweNow(db, ...rest),
    fold: (id: number) => readFold(reader, id),
    storiesOf: (...rest: Rest<typeof storiesOf>) => storiesOf(reader, ...rest),
    waitingOf: (serverId: string) => waitingOfServer(reader, serverId),
    lastPostOf: (serverId: string) => lastPostOfServer(reader, serverId),
    release: (deliveries: readonly Delivery[]) => releaseDeliveries(db, deliveries),
  };
}
