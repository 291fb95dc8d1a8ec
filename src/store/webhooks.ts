import type { Database } from './backend.ts';

/** Webhooks that Herald made, bound to a database. */
export function webhooksIn(db: Database) {
  return {
    /** That of a channel; its token is a secret. */
    get: (channelId: string) =>
      db.selectFrom('webhooks').select(['id', 'token']).where('channel_id', '=', channelId).executeTakeFirst(),
    keep: async (channelId: string, { id, token }: { readonly id: string; readonly token: string }) => {
      await db
        .insertInto('webhooks')
        .values({ channel_id: channelId, id, token })
        .onConflict((conflict) => conflict.column('channel_id').doUpdateSet({ id, token }))
        .execute();
    },
    drop: async (channelId: string) => {
      await db.deleteFrom('webhooks').where('channel_id', '=', channelId).execute();
    },
  };
}
