import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the status page and the metrics ask for, found without walking through all feeds or all deliveries. */
export const overview: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createIndex('deliveries_finished')
      .on('deliveries')
      .columns(['state', 'finished_at'])
      .where(sql.ref('finished_at'), 'is not', null)
      .execute();
    for (const [name, column] of [
      ['feeds_failing', 'failing_since'],
      ['feeds_disabled', 'disabled_at'],
    ] as const)
      await db.schema
        .createIndex(name)
        .on('feeds')
        .columns([column, 'next_poll_at'])
        .where(sql.ref(column), 'is not', null)
        .execute();
  },
};
