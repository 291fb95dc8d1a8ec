import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The text index is merged piece by piece once 16 segments are of one size, not 4: to record an article costs the index half as
 * much, and a search looks into a few more of them. FTS5 by itself would at 16 merge them all in one commit, which holds up
 * everything else for a third of a second: its limit is raised.
 * (https://sqlite.org/fts5.html#the_automerge_configuration_option and #the_crisismerge_configuration_option)
 */
export const segments: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`insert into article_texts (article_texts, rank) values ('automerge', 16), ('crisismerge', 64)`.execute(
      db,
    );
  },
};
