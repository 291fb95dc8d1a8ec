import type { Database } from './backend.ts';
import { gather } from './gather.ts';

/** Has something done at the end of the transaction, behind what others do in it. */
export type Last = (step: () => Promise<void>) => void;

type Work<T> = (trx: Database, last: Last) => Promise<T>;

/** Carries out work in a transaction that it may share with other work. */
export interface Together {
  /** Resolves when the work is durable. */
  run<T>(work: Work<T>): Promise<T>;
  /** The same in a transaction of its own: for much work, which would keep others waiting. */
  runAlone<T>(work: Work<T>): Promise<T>;
  /** Tells that so many pieces of work will come soon: it is worth while to wait for them. Less than none: they will not come. */
  expect(count: number): void;
}

/** How much goes together at most: others wait for the database meanwhile. */
const MOST_AT_ONCE = 16;
/** How long a piece of work waits for others that are expected. */
const WAIT_MS = 25;

interface Piece {
  readonly run: Work<void>;
  failure?: { readonly error: unknown };
}

/**
 * Lets pieces of work that come at the same time share a transaction: a commit costs more than most of what is in it. Where one
 * fails, all are carried out once more, each by itself, so that none fails for another's fault; work may thus run twice.
 */
export function togetherOn(db: Database): Together {
  let expected = 0;
  const carryOut = async (pieces: readonly Piece[]) => {
    if (pieces.length > 1 && (await allAtOnce(db, pieces))) return;
    for (const piece of pieces) await alone(db, piece);
  };
  const join = gather(MOST_AT_ONCE, carryOut, () => (expected > 0 ? WAIT_MS : 0));
  return {
    run: async <T>(work: Work<T>) => {
      expected = Math.max(0, expected - 1);
      let result: T | undefined;
      const piece: Piece = { run: async (trx, last) => void (result = await work(trx, last)) };
      await join(piece);
      if (piece.failure !== undefined) throw piece.failure.error;
      return result as T; // The piece has run.
    },
    runAlone: async (work) => {
      expected = Math.max(0, expected - 1);
      return await inTransaction(db, work);
    },
    expect: (count) => void (expected = Math.max(0, expected + count)),
  };
}

/** @returns whether it was done. */
async function allAtOnce(db: Database, pieces: readonly Piece[]): Promise<boolean> {
  try {
    await inTransaction(db, async (trx, last) => {
      for (const piece of pieces) await piece.run(trx, last);
    });
    return true;
  } catch {
    // Each by itself will tell.
    return false;
  }
}

async function alone(db: Database, piece: Piece): Promise<void> {
  try {
    await inTransaction(db, piece.run);
  } catch (error) {
    piece.failure = { error };
  }
}

function inTransaction<T>(db: Database, work: Work<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    const steps: (() => Promise<void>)[] = [];
    const result = await work(trx, (step) => void steps.push(step));
    for (const step of steps) await step();
    return result;
  });
}
