import type { Worker } from 'node:worker_threads';

/** What a document may cost the thread that reads it. */
export interface Allowance {
  /** Milliseconds at work, unpacking among it: that a busy machine lets the thread wait is no fault of the document. */
  readonly maxMs: number;
  /** Milliseconds by the clock: a net below, for a machine that is busier than that, or a thread that can't be asked. */
  readonly maxWaitMs: number;
}

/** Watches what a thread does for one document. */
export interface Meter {
  /** To be called when the thread gets something to do. */
  turn(): Turn;
}

export interface Turn {
  /** Aborts when the document has used up its time. */
  readonly tooLong: AbortSignal;
  /** To be called when the thread has answered. */
  end(): void;
}

/** Asked again no sooner than that: each question takes a little of the thread's time. */
const LEAST_PAUSE_MS = 10;

/** @param startedMs the CPU time that the thread had used up before, in milliseconds. */
export function startMeter(thread: Worker, startedMs: number, { maxMs, maxWaitMs }: Allowance): Meter {
  let waitedMs = 0;
  return {
    turn: () => {
      const began = performance.now();
      const tooLong = new AbortController();
      const net = setTimeout(() => tooLong.abort(), maxWaitMs - waitedMs);
      let timer = setTimeout(look, maxMs);
      let ended = false;
      // It can't have worked for longer than it was looked away from: a look each time that it might have used up the rest.
      function look() {
        void cpuMsOf(thread).then((ms) => {
          const leftMs = maxMs - (ms - startedMs);
          if (ended) return;
          if (leftMs <= 0) tooLong.abort();
          else timer = setTimeout(look, Math.max(leftMs, LEAST_PAUSE_MS));
        }, ignore);
      }
      return {
        tooLong: tooLong.signal,
        end: () => {
          ended = true;
          clearTimeout(net);
          clearTimeout(timer);
          waitedMs += performance.now() - began;
        },
      };
    },
  };
}

/** The CPU time of a thread since it began, in milliseconds. Rejects when it has ended. */
export async function cpuMsOf(thread: Worker): Promise<number> {
  const { user, system } = await thread.cpuUsage();
  return (user + system) / 1000;
}

/** That a thread has ended is told to whoever waits for its answer. */
const ignore = () => undefined;
