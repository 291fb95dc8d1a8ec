import { createHash } from 'node:crypto';
import { release } from '../lib/release.ts';
import type { FetchOutcome, Validators } from '../model/feed.ts';
import { reasonOfStatus } from './failures.ts';
import { freshSeconds, header, retrySeconds, type Headers } from './freshness.ts';
import type { Answer, Arrival } from './hops.ts';
import { hubIn, linksOf } from './hub-links.ts';
import { tooLargeError, unpack } from './unpack.ts';

/** What is known of a feed before it is asked. */
export interface Known {
  /** Sent to no address but the one that gave them. */
  readonly validators?: Validators | undefined;
  /** The fingerprint of the last body that parsed: the same bytes answer `unchanged`. */
  readonly fingerprint?: string | undefined;
}

/** How a body is wanted. */
export interface Wanted {
  /** As it is sent and, unless it stays packed, unpacked. */
  readonly maxBytes: number;
  /** Whether it is left as it came, for whoever reads it to unpack. */
  readonly packed: boolean;
}

/**
 * What a server's answer means, its body read and unpacked when it is news.
 *
 * @param known with the validators that were sent.
 * @param now epoch milliseconds.
 * @throws FetchError when the body is too large or damaged, or an error of undici's.
 */
export async function outcomeOf(
  { url, answer }: Pick<Arrival, 'url' | 'answer'>,
  known: Known,
  wanted: Wanted,
  now: number,
): Promise<FetchOutcome> {
  const { statusCode: status, headers } = answer;
  if (status === 200 || status === 203) return await outcomeOfBody(url, answer, known, wanted, now);
  await answer.body.dump({ limit: 16_384 });
  const reason = reasonOfStatus(status, url.hostname);
  switch (status) {
    case 304:
      if (known.validators?.etag === undefined && known.validators?.lastModified === undefined) {
        return {
          kind: 'failed',
          reason: `${url.hostname} answered 304, unchanged, without having been asked for changes. Tell its owner.`,
        };
      }
      return {
        kind: 'unchanged',
        validators: newValidators(url, headers, known.validators),
        freshSeconds: freshSeconds(headers, now),
      };
    case 410:
      return { kind: 'gone', reason };
    case 429:
    case 503:
      return { kind: 'throttled', host: url.host, retrySeconds: retrySeconds(headers, now), reason };
    default:
      return { kind: 'failed', reason, status };
  }
}

async function outcomeOfBody(
  url: URL,
  answer: Answer,
  known: Known,
  wanted: Wanted,
  now: number,
): Promise<FetchOutcome> {
  const { headers } = answer;
  const { bytes, fingerprint } = await readBytes(answer, wanted.maxBytes);
  const validators = { etag: header(headers, 'etag'), lastModified: header(headers, 'last-modified'), url: url.href };
  const fresh = freshSeconds(headers, now);
  if (fingerprint === known.fingerprint) return { kind: 'unchanged', validators, freshSeconds: fresh };
  const encoding = header(headers, 'content-encoding');
  const body = wanted.packed ? bytes : await unpack(bytes, encoding, 'apart', wanted.maxBytes);
  if (body !== bytes) release(bytes);
  const contentType = header(headers, 'content-type');
  const hub = hubIn(linksOf(header(headers, 'link')), url.href, url.href);
  const told = { url: url.href, body, encoding: body === bytes ? encoding : undefined, contentType };
  return { kind: 'fetched', ...told, validators, fingerprint, freshSeconds: fresh, hub };
}

/** A 304 may bring new validators; one that it leaves out stays as it was (RFC 9111, 3.2). */
function newValidators(url: URL, headers: Headers, known: Validators | undefined): Validators | undefined {
  const etag = header(headers, 'etag');
  const lastModified = header(headers, 'last-modified');
  if (etag === undefined && lastModified === undefined) return undefined;
  return { etag: etag ?? known?.etag, lastModified: lastModified ?? known?.lastModified, url: url.href };
}

/** The fingerprint is taken piece by piece: of 10 MB at once it would hold up everything else. */
async function readBytes({ body, headers }: Answer, maxBytes: number) {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  const stated = Number(header(headers, 'content-length') ?? 0);
  let length = 0;
  // undici types the chunks of a body without an encoding as any. To throw here destroys an answer that never ends.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes || stated > maxBytes) throw tooLargeError(maxBytes);
    hash.update(chunk);
    chunks.push(chunk);
  }
  // Memory of its own, which a thread can be given.
  const bytes = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const chunk of chunks) {
    at += chunk.copy(bytes, at);
    // HTTP/1 has parsed all that was read with it.
    release(chunk);
  }
  return { bytes, fingerprint: hash.digest('base64url') };
}
