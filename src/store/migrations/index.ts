import { Migrator } from 'kysely/migration';

import { UserError, messageOf } from '../../lib/errors.ts';
import type { Backend } from '../backend.ts';
import { initial } from './0001-initial.ts';
import { hits } from './0002-hits.ts';
import { pages } from './0003-pages.ts';
import { looks } from './0004-looks.ts';
import { folds } from './0005-folds.ts';
import { doubt } from './0006-doubt.ts';
import { overview } from './0007-overview.ts';
import { hubs } from './0008-hubs.ts';
import { turns } from './0009-turns.ts';
import { fingerprints } from './0010-fingerprints.ts';
import { segments } from './0011-segments.ts';

/**
 * Brings a database to the present schema.
 *
 * @throws {UserError} when it can't be used, or a newer Herald has written it.
 */
export async function migrate(backend: Backend): Promise<void> {
  const migrations = {
    '0001-initial': initial(backend),
    '0002-hits': hits,
    '0003-pages': pages,
    '0004-looks': looks,
    '0005-folds': folds,
    '0006-doubt': doubt,
    '0007-overview': overview,
    '0008-hubs': hubs,
    '0009-turns': turns,
    '0010-fingerprints': fingerprints,
    '0011-segments': segments,
  };
  const migrator = new Migrator({ db: backend.db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new UserError(sentence(messageOf(error)), { cause: error });
}

function sentence(message: string): string {
  // Kysely has no code for a migration that it finds in the database but not in our list.
  return /previously executed migration \S+ is missing/.test(message)
    ? 'The database was written by a newer Herald. Run that version, or restore a backup made before it.'
    : `The database can't be used: ${message}. Check DATABASE_URL, and that Herald may write there.`;
}
