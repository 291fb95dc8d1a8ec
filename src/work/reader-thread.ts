import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { Recorded } from '../feed/formats/index.ts';
import type { Source } from '../feed/parse.ts';
import { readNews, type Identity, type Known, type ReadOutcome } from './read.ts';

/** What a thread says: that it can take a document, what it wants to know, what it has read. */
export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'asks'; readonly articles: readonly Identity[] }
  | { readonly kind: 'asks of keys'; readonly keys: readonly string[] }
  | { readonly kind: 'done'; readonly outcome: ReadOutcome };

/** What a thread is told; it listens only after it has said something. */
export type Told =
  | { readonly kind: 'read'; readonly source: Omit<Source, 'body'> & { readonly body: Uint8Array } }
  | { readonly kind: 'known'; readonly keys: ReadonlySet<string> };

if (parentPort !== null) await serve(parentPort);

/** Reads one document after another. */
async function serve(port: NonNullable<typeof parentPort>): Promise<never> {
  const say = async (said: Said): Promise<Told> => {
    port.postMessage(said);
    const [told] = (await once(port, 'message')) as [Told]; // Only the reader holds the other end.
    return told;
  };
  const ask = async (question: Said): Promise<ReadonlySet<string>> => {
    const told = await say(question);
    return told.kind === 'known' ? told.keys : new Set();
  };
  const known: Known = (articles) => ask({ kind: 'asks', articles });
  const recorded: Recorded = (keys) => ask({ kind: 'asks of keys', keys });
  for (let told = await say({ kind: 'ready' }); ;) {
    if (told.kind !== 'read') throw new Error('The reader answered what was not asked.');
    const { body, ...source } = told.source;
    // A Buffer crosses as a plain Uint8Array.
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    told = await say({ kind: 'done', outcome: await readNews({ ...source, body: bytes }, known, recorded) });
  }
}
