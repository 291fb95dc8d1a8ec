import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { Recorded } from '../feed/formats/index.ts';
import type { Source } from '../feed/parse.ts';
import { release } from '../lib/release.ts';
import { readNews, type Known, type ReadOutcome } from './read.ts';

/** What a thread says: that it can take a document, which keys it wants to know of, what it has read. */
export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'asks'; readonly keys: readonly string[] }
  /** `cpuMs`: the CPU time that the thread has used up since it began, in milliseconds. */
  | { readonly kind: 'done'; readonly outcome: ReadOutcome; readonly cpuMs: number };

/** What a thread is told; it listens only after it has said something. */
export type Told =
  | { readonly kind: 'read'; readonly source: Crossing; readonly newest: Known }
  | { readonly kind: 'known'; readonly known: Known };

/** A Buffer crosses as a plain Uint8Array. */
type Crossing = Omit<Source, 'body'> & { readonly body: Uint8Array };

if (parentPort !== null) await serve(parentPort);

/** Reads one document after another. */
async function serve(port: NonNullable<typeof parentPort>): Promise<never> {
  const say = async (said: Said): Promise<Told> => {
    port.postMessage(said);
    const [told] = (await once(port, 'message')) as [Told]; // Only the reader holds the other end.
    return told;
  };
  const recorded: Recorded = async (keys) => {
    const told = await say({ kind: 'asks', keys });
    return told.kind === 'known' ? told.known : new Map();
  };
  for (let told = await say({ kind: 'ready' }); ;) {
    if (told.kind !== 'read') throw new Error('The reader answered what was not asked.');
    const { body, ...source } = told.source;
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const outcome = await readNews({ ...source, body: bytes }, recorded, told.newest);
    release(bytes);
    told = await say({ kind: 'done', outcome, cpuMs: cpuMs() });
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
