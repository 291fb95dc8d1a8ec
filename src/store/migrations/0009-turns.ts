import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Lanes in which something waits, by whose turn they share, the longest due first. */
export const turns: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createIndex('destinations_by_turn')
      .on('destinations')
      // As turns.ts asks for it, to the letter.
      .columns([sql`coalesce(server_id, '-')`, sql.ref('next_send_at'), sql.ref('id')])
      .where(sql.ref('next_send_at'), 'is not', null)
      .execute();
  },
};
