import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import type { Backend } from '../../src/store/backend.ts';
import { storeOn, type Store } from '../../src/store/index.ts';
import { migrate } from '../../src/store/migrations/index.ts';
import { sqliteBackend } from '../../src/store/sqlite.ts';

/** A store on an empty database of its own, and the rows beneath it. */
export interface Ground extends Backend {
  readonly store: Store;
  /** Another connection to the same database, as another process or a later start has it. */
  readonly again: () => Promise<Ground>;
}

export interface Dialect {
  readonly name: string;
  /** Whether several connections, and later ones, see the same rows. */
  readonly shared: boolean;
  /** Opened for the running test, and removed after it. */
  readonly open: () => Promise<Ground>;
}

/** The databases that the store's tests run on. */
export const dialects: readonly Dialect[] = [
  { name: 'SQLite in memory', shared: false, open: () => groundOn(() => sqliteBackend(':memory:')) },
  {
    name: 'SQLite in a file',
    shared: true,
    open: async () => {
      const folder = await temporaryFolder();
      return await groundOn(() => sqliteBackend(join(folder, 'herald.db')));
    },
  },
];

/** Removed after the running test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function groundOn(connect: () => Backend): Promise<Ground> {
  const backend = connect();
  await migrate(backend);
  const store = storeOn(backend);
  onTestFinished(() => store.close());
  return { ...backend, store, again: () => groundOn(connect) };
}
