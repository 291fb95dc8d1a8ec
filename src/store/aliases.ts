import { foldTag, type Alias } from '../model/tag.ts';
import type { Database, Rest } from './backend.ts';
import { aliasesOf, expandServer } from './expand.ts';
import { ensureServer } from './servers.ts';

/** Makes two tags one in a server. What `tag` stood for before is forgotten; a tag that stands for itself says nothing. */
export function setAlias(db: Database, serverId: string, alias: Alias, now: number): Promise<void> {
  const [tag, means] = [foldTag(alias.tag), foldTag(alias.means)];
  return db.transaction().execute(async (trx) => {
    if (tag === means || tag === '' || means === '') return;
    await ensureServer(trx, serverId, now);
    await trx
      .insertInto('tag_aliases')
      .values({ server_id: serverId, tag, means })
      .onConflict((conflict) => conflict.columns(['server_id', 'tag']).doUpdateSet({ means }))
      .execute();
    await expandServer(trx, serverId);
  });
}

/** @returns whether there was one. */
export function removeAlias(db: Database, serverId: string, tag: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('tag_aliases')
      .where('server_id', '=', serverId)
      .where('tag', '=', foldTag(tag))
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) return false;
    await expandServer(trx, serverId);
    return true;
  });
}

/** Aliases, bound to a database. */
export function aliasesIn(db: Database, reader: Database) {
  return {
    aliases: (serverId: string) => aliasesOf(reader, serverId),
    setAlias: (...rest: Rest<typeof setAlias>) => setAlias(db, ...rest),
    removeAlias: (...rest: Rest<typeof removeAlias>) => removeAlias(db, ...rest),
  };
}
