import { promisify } from 'node:util';
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import { messageOf } from '../lib/errors.ts';
import { FetchError } from './failures.ts';

/** What we ask for, and can undo. */
export const ACCEPTED_ENCODINGS = 'gzip, br, zstd, deflate';

/** No feed is larger, packed or unpacked. */
export const MOST_BYTES = 10 * 1_048_576;

/** In one piece, if need be of this size: each may be a trip to another thread and back, and several are copied together. */
const MOST_PIECE_BYTES = 1_048_576;
const LEAST_PIECE_BYTES = 16_384;
/** What packs feeds makes them smaller by this factor, mostly. */
const USUAL_SHARE = 8;

interface Limits {
  readonly maxOutputLength: number;
  readonly chunkSize: number;
}

type Unpacker = (body: Buffer, limits: Limits) => Buffer | Promise<Buffer>;

/** In other threads, so that nothing waits; or here, which spares a thread that may be held up the trips there and back. */
export type Where = 'apart' | 'here';

/** The name of no encoding. */
const WRAPPED = 'deflate, wrapped';

const UNPACKERS: Readonly<Record<Where, Readonly<Record<string, Unpacker>>>> = {
  apart: {
    gzip: promisify(gunzip),
    br: promisify(brotliDecompress),
    zstd: promisify(zstdDecompress),
    [WRAPPED]: promisify(inflate),
    deflate: promisify(inflateRaw),
  },
  here: {
    gzip: gunzipSync,
    br: brotliDecompressSync,
    zstd: zstdDecompressSync,
    [WRAPPED]: inflateSync,
    deflate: inflateRawSync,
  },
};

/** The key of its unpacker. RFC 9110, 8.4.1.2: some servers send deflate without its zlib wrapping. */
function kindOf(name: string, body: Buffer): string {
  if (name === 'x-gzip') return 'gzip';
  return name === 'deflate' && (body[0] ?? 0) % 16 === 8 ? WRAPPED : name;
}

/**
 * Undoes the Content-Encoding of a body.
 *
 * @throws FetchError when it is damaged, unknown, or larger than `maxBytes` unpacked.
 */
export async function unpack(
  body: Buffer,
  encoding: string | undefined,
  where: Where,
  maxBytes = MOST_BYTES,
): Promise<Buffer> {
  let unpacked = body;
  for (const name of (encoding ?? '').toLowerCase().split(',').reverse()) {
    const kind = kindOf(name.trim(), unpacked);
    if (kind === '' || kind === 'identity') continue;
    const unpacker = Object.hasOwn(UNPACKERS[where], kind) ? UNPACKERS[where][kind] : undefined;
    if (unpacker === undefined)
      throw new FetchError(`The answer is packed as "${kind}", which Herald can't read. Tell its owner.`);
    const chunkSize = Math.min(Math.max(lengthAhead(unpacked, kind), LEAST_PIECE_BYTES), MOST_PIECE_BYTES);
    try {
      unpacked = await unpacker(unpacked, { maxOutputLength: maxBytes, chunkSize });
    } catch (error) {
      if (!isPlain(unpacked)) throw asFetchError(error, maxBytes);
    }
  }
  return unpacked;
}

/** Some servers say that they have packed what they have not: nothing that is packed begins as a feed does. */
function isPlain(body: Buffer): boolean {
  return /^(?:\xEF\xBB\xBF)?\s*(?:<[!?\w]|\{\s*")/.test(body.toString('latin1', 0, 64));
}

/** More than what is packed is likely to need. gzip tells at its end (RFC 1952, 2.3.1), but may lie. */
function lengthAhead(body: Buffer, kind: string): number {
  if (kind !== 'gzip' || body.length < 4) return body.length * USUAL_SHARE;
  return body.readUInt32LE(body.length - 4) + 1;
}

function asFetchError(error: unknown, maxBytes: number): FetchError {
  const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
  return tooLarge
    ? tooLargeError(maxBytes)
    : new FetchError(`The answer arrived damaged: ${messageOf(error)}. Try again later.`);
}

export function tooLargeError(maxBytes: number): FetchError {
  return new FetchError(
    `The answer is larger than ${Math.round(maxBytes / 1_048_576)} MiB, too large for a feed. Check the address.`,
  );
}
