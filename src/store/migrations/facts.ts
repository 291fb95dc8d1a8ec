import type { Backend } from '../backend.ts';

/** What a migration needs to know of the database. */
export type Facts = Pick<Backend, 'idColumn' | 'keyedTable'>;
