import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface ThreadOptions {
  /** What runs in them; it sends a message when it can begin. */
  readonly file: URL;
  /** How many there are at most; each is made when it is first needed. */
  readonly count: number;
  /** Of the heap of one. */
  readonly maxMegabytes: number;
}

/** With half of it, collecting young objects takes a tenth of the time of reading; more of it takes room and saves little. */
const YOUNG_MEGABYTES = 32;

/** Threads that are lent, one borrower each. At rest they keep no process alive. */
export class Threads {
  readonly #options: ThreadOptions;
  readonly #all = new Set<Worker>();
  readonly #idle = new Set<Worker>();
  readonly #waiting: (() => void)[] = [];

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Lends a thread, when one is free. */
  async take(): Promise<Worker> {
    while (this.#idle.size === 0 && this.#all.size >= this.#options.count) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    const [thread = await this.#start()] = this.#idle;
    this.#idle.delete(thread);
    thread.ref();
    return thread;
  }

  giveBack(thread: Worker): void {
    thread.unref();
    this.#idle.add(thread);
    this.#waiting.shift()?.();
  }

  /** Ends a thread, whatever it does; another one takes its place. */
  async end(thread: Worker): Promise<void> {
    this.#forget(thread);
    await thread.terminate();
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#all, (thread) => this.end(thread)));
  }

  async #start(): Promise<Worker> {
    const { file, maxMegabytes } = this.#options;
    const resourceLimits = { maxOldGenerationSizeMb: maxMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES };
    // What reads strangers' documents needs no token: it gets no environment.
    const thread = new Worker(file, { env: {}, resourceLimits });
    this.#all.add(thread);
    // Without a listener the error of a thread ends the process.
    thread.on('error', () => this.#forget(thread));
    await once(thread, 'message');
    return thread;
  }

  #forget(thread: Worker): void {
    this.#all.delete(thread);
    this.#idle.delete(thread);
    this.#waiting.shift()?.();
  }
}
