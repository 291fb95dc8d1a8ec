import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { Recorded } from '../feed/formats/index.ts';
import type { Source } from '../feed/parse.ts';
import { codeOf, messageOf } from '../lib/errors.ts';
import { memoryOf } from '../lib/release.ts';
import type { Known, ReadOutcome } from './read.ts';
import type { Said, Told } from './reader-thread.ts';
import { cpuMsOf, startMeter, type Allowance, type Meter } from './meter.ts';
import { Threads } from './threads.ts';

/** Reads documents in threads of its own: what a hostile one costs there can be stopped, and stops nobody else. */
export interface Reader {
  /**
   * Reads a document; of its articles, those that are not recorded as it writes them. Its body is the reader's from then on, and
   * empty for anybody else. Rejects only when `recorded` does.
   */
  read(source: ReaderSource, recorded?: Recorded): Promise<ReadOutcome>;
  /** Ends the threads. To be called when nothing is being read. */
  close(): Promise<void>;
}

export interface ReaderSource extends Source {
  /** Articles that are recorded: what a document shows besides is news, and `recorded` is asked only of much of it. */
  readonly newest?: Known;
}

/** What one document may cost; the time that `recorded` takes does not count. */
export interface ReaderLimits extends Allowance {
  /** More than one, so that a document that uses up its time keeps no other waiting. */
  readonly threads: number;
  /** Of the heap of one thread. */
  readonly maxMegabytes: number;
}

const LIMITS: ReaderLimits = { threads: 2, maxMs: 1_000, maxWaitMs: 10_000, maxMegabytes: 256 };

/**
 * The pool is our own: to a library's (piscina) the start of a thread and the wait for a free one are part of a job's time, and
 * its threads can't ask the store anything in the middle of a job.
 */
export function createReader(options: Partial<ReaderLimits> = {}): Reader {
  const { threads: count, maxMegabytes, ...allowance } = { ...LIMITS, ...options };
  const threads = new Threads({ file: new URL('./reader-thread.ts', import.meta.url), count, maxMegabytes });
  /** The CPU time that each thread had used up when it finished its last document. */
  const usedMs = new WeakMap<Worker, number>();
  return {
    read: async ({ newest = NONE, ...source }, recorded = nothing) => {
      const thread = await threads.take();
      try {
        const meter = startMeter(thread, usedMs.get(thread) ?? (await cpuMsOf(thread)), allowance);
        const { outcome, cpuMs } = await converse(thread, { source, newest, recorded }, meter);
        usedMs.set(thread, cpuMs);
        threads.giveBack(thread);
        return outcome;
      } catch (error) {
        await threads.end(thread);
        if (error instanceof ThreadError) return { kind: 'failed', reason: error.message };
        throw error;
      }
    },
    close: () => threads.close(),
  };
}

/** A thread that was stopped, or broke; the message is a sentence for an admin. */
class ThreadError extends Error {
  override readonly name = 'ThreadError';
}

const NONE: Known = new Map();
const nothing: Recorded = () => Promise.resolve(NONE);

interface Job {
  readonly source: Source;
  readonly newest: Known;
  readonly recorded: Recorded;
}

/** Has a thread read a document, and answers what it asks. */
async function converse(thread: Worker, job: Job, meter: Meter): Promise<Done> {
  const { source, newest, recorded } = job;
  let said = await tell(thread, { kind: 'read', source, newest }, meter, memoryOf(source.body));
  while (said.kind === 'asks') said = await tell(thread, { kind: 'known', known: await recorded(said.keys) }, meter);
  return said;
}

type Answer = Exclude<Said, { kind: 'ready' }>;
type Done = Extract<Said, { kind: 'done' }>;

async function tell(thread: Worker, told: Told, meter: Meter, given: readonly ArrayBuffer[] = []): Promise<Answer> {
  const turn = meter.turn();
  thread.postMessage(told, given);
  try {
    const said = await once(thread, 'message', { signal: turn.tooLong });
    return said[0] as Answer; // Only reader-thread.ts holds the other end.
  } catch (error) {
    throw new ThreadError(reasonOf(error), { cause: error });
  } finally {
    turn.end();
  }
}

function reasonOf(error: unknown): string {
  const why = 'it may be damaged, or made to harm its readers. Tell its owner, or look for another feed of the site';
  if (codeOf(error) === 'ABORT_ERR') return `Reading this feed takes too long: ${why}.`;
  if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') return `Reading this feed takes too much memory: ${why}.`;
  return `This feed can't be read: ${messageOf(error)}. Tell its owner.`;
}
