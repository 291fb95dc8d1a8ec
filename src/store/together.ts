import type { Database } from './backend.ts';
import { gather } from './gather.ts';

/** Carries out work in a transaction that it may share with other work; resolves when it is durable. */
export type Together = <T>(work: (trx: Database) => Promise<T>) => Promise<T>;

/** How much goes together at most: others wait for the database meanwhile. */
const MOST_AT_ONCE = 16;

interface Piece {
  readonly run: (trx: Database) => Promise<void>;
  failure?: { readonly error: unknown };
}

/**
 * Lets pieces of work that come at the same time share a transaction: a commit costs more than most of what is in it. Where one
 * fails, all are carried out once more, each by itself, so that none fails for another's fault; work may thus run twice.
 */
export function togetherOn(db: Database): Together {
  const run = gather(MOST_AT_ONCE, async (pieces: readonly Piece[]) => {
    if (pieces.length > 1 && (await allAtOnce(db, pieces))) return;
    for (const piece of pieces) await alone(db, piece);
  });
  return async <T>(work: (trx: Database) => Promise<T>) => {
    let result: T | undefined;
    const piece: Piece = { run: async (trx) => void (result = await work(trx)) };
    await run(piece);
    if (piece.failure !== undefined) throw piece.failure.error;
    return result as T; // The piece has run.
  };
}

/** @returns whether it was done. */
async function allAtOnce(db: Database, pieces: readonly Piece[]): Promise<boolean> {
  try {
    await db.transaction().execute(async (trx) => {
      for (const piece of pieces) await piece.run(trx);
    });
    return true;
  } catch {
    // Each by itself will tell.
    return false;
  }
}

async function alone(db: Database, piece: Piece): Promise<void> {
  try {
    await db.transaction().execute(piece.run);
  } catch (error) {
    piece.failure = { error };
  }
}
