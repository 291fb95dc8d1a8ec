import { sql } from 'kysely';

import type { Database, Rest } from './backend.ts';

/** Leaves a host alone until an instant; a longer pause stays. */
export async function pauseHost(db: Database, host: string, until: number): Promise<void> {
  await db
    .insertInto('hosts')
    .values({ host, paused_until: until })
    .onConflict((conflict) =>
      conflict
        .column('host')
        .doUpdateSet({ paused_until: until })
        .where('hosts.paused_until', '<', sql<number>`cast(${until} as bigint)`),
    )
    .execute();
}

/** Until when a host is to be left alone; undefined: it may be asked. Epoch milliseconds. */
export async function pausedUntil(db: Database, host: string, now: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('hosts')
    .select('paused_until')
    .where('host', '=', host)
    .where('paused_until', '>', now)
    .executeTakeFirst();
  return row?.paused_until;
}

/** Hosts, bound to a database. */
export function hostsIn(db: Database) {
  return {
    pause: (...rest: Rest<typeof pauseHost>) => pauseHost(db, ...rest),
    pausedUntil: (...rest: Rest<typeof pausedUntil>) => pausedUntil(db, ...rest),
  };
}
