import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { Recorded } from '../feed/formats/index.ts';
import type { Source } from '../feed/parse.ts';
import { codeOf, messageOf } from '../lib/errors.ts';
import type { Known, ReadOutcome } from './read.ts';
import type { Said, Told } from './reader-thread.ts';
import { Threads } from './threads.ts';

/** Reads documents in threads of its own: what a hostile one costs there can be stopped, and stops nobody else. */
export interface Reader {
  /**
   * Reads a document; of its articles, those that are not known. Rejects only when `known` or `recorded` does.
   *
   * @param recorded makes it cheaper: it knows known articles by their keys alone.
   */
  read(source: Source, known: Known, recorded?: Recorded): Promise<ReadOutcome>;
  /** Ends the threads. To be called when nothing is being read. */
  close(): Promise<void>;
}

export interface ReaderLimits {
  /** More than one, so that a document that uses up its time keeps no other waiting. */
  readonly threads: number;
  /** For one document: neither the start of a thread counts nor the time that `known` takes. */
  readonly maxMs: number;
  /** Of the heap of one thread. */
  readonly maxMegabytes: number;
}

const LIMITS: ReaderLimits = { threads: 2, maxMs: 1_000, maxMegabytes: 256 };

/**
 * The pool is our own: to a library's (piscina) the start of a thread and the wait for a free one are part of a job's time, and
 * its threads can't ask the store anything in the middle of a job.
 */
export function createReader(options: Partial<ReaderLimits> = {}): Reader {
  const { threads: count, maxMs, maxMegabytes } = { ...LIMITS, ...options };
  const threads = new Threads({ file: new URL('./reader-thread.ts', import.meta.url), count, maxMegabytes });
  return {
    read: async (source, known, recorded = nothing) => {
      const thread = await threads.take();
      try {
        const outcome = await converse(thread, source, { known, recorded }, maxMs);
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

const nothing: Recorded = () => Promise.resolve(new Set());

interface Memory {
  readonly known: Known;
  readonly recorded: Recorded;
}

/** Has a thread read a document, and answers what it asks. */
async function converse(thread: Worker, source: Source, memory: Memory, maxMs: number): Promise<ReadOutcome> {
  let told: Told = { kind: 'read', source };
  let leftMs = maxMs;
  for (;;) {
    const began = performance.now();
    const said = await tell(thread, told, leftMs);
    leftMs -= performance.now() - began;
    if (said.kind === 'done') return said.outcome;
    const keys = said.kind === 'asks' ? memory.known(said.articles) : memory.recorded(said.keys);
    told = { kind: 'known', keys: await keys };
  }
}

type Answer = Exclude<Said, { kind: 'ready' }>;

async function tell(thread: Worker, told: Told, leftMs: number): Promise<Answer> {
  const signal = AbortSignal.timeout(Math.max(0, Math.ceil(leftMs)));
  thread.postMessage(told);
  try {
    const said = await once(thread, 'message', { signal });
    return said[0] as Answer; // Only reader-thread.ts holds the other end.
  } catch (error) {
    throw new ThreadError(reasonOf(error), { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const why = 'it may be damaged, or made to harm its readers';
  if (codeOf(error) === 'ABORT_ERR') return `Reading this feed takes too long: ${why}.`;
  if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') return `Reading this feed takes too much memory: ${why}.`;
  return `This feed can't be read: ${messageOf(error)}.`;
}
