import { Agent } from 'undici';
import type { FetchOutcome } from '../model/feed.ts';
import { pauseMs } from '../model/schedule.ts';
import { outcomeOf, type Known, type Wanted } from './answer.ts';
import { isSilence, PauseError, reasonOf } from './failures.ts';
import { publicLookup } from './guard.ts';
import { follow, type Pauses } from './hops.ts';
import { Line } from './line.ts';
import { submit, type Submitted } from './submit.ts';
import { Turns } from './turns.ts';
import { ACCEPTED_ENCODINGS, MOST_BYTES } from './unpack.ts';

export interface FetchLimits {
  readonly connectMs: number;
  /** For the whole fetch, redirects and body included. */
  readonly totalMs: number;
  readonly redirects: number;
  /** Of a body, both as it is sent and unpacked. */
  readonly maxBytes: number;
}

const LIMITS: FetchLimits = { connectMs: 10_000, totalMs: 30_000, redirects: 5, maxBytes: MOST_BYTES };

/** What one fetch knows and may cost besides the limits of all. */
export interface FetchRequest extends Known, Partial<Wanted> {
  readonly signal?: AbortSignal | undefined;
}

/** Asks servers for feeds, over connections that it keeps; each host one request at a time. */
export interface Fetcher {
  /** Never rejects. */
  fetch(url: string, request?: FetchRequest): Promise<FetchOutcome>;
  /** Sends a form, as the hub of a feed asks for one. Never rejects. */
  submit(url: string, fields: Readonly<Record<string, string>>): Promise<Submitted>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

export interface FetcherOptions {
  /** Whether feeds may live on addresses that are not of the public internet. */
  readonly allowPrivateNetworks: boolean;
  readonly version: string;
  /** Herald's own page, for publishers who wonder who asks. */
  readonly homepage?: string | undefined;
  /** How to reach whoever runs this Herald. */
  readonly contact?: string | undefined;
  readonly limits?: Partial<FetchLimits>;
  /** Where it is kept which hosts want to be left alone; by default nowhere. */
  readonly pauses?: Pauses;
  readonly now?: () => number;
}

export function createFetcher(options: FetcherOptions): Fetcher {
  const { allowPrivateNetworks, now = Date.now, pauses = NO_PAUSES } = options;
  const limits = { ...LIMITS, ...options.limits };
  const guard = allowPrivateNetworks ? {} : { lookup: publicLookup };
  // In HTTP/2 the answers of a connection share the memory that is freed once one of them is read; and each host is asked for one.
  const agent = new Agent({ allowH2: false, connect: { timeout: limits.connectMs, ...guard } });
  const line = new Line();
  let closed = false;
  const { redirects } = limits;
  const asking = { agent, allowPrivateNetworks, redirects, pauses, line, turns: new Turns() };
  const userAgent = userAgentOf(options);
  return {
    fetch: async (address, { maxBytes = limits.maxBytes, packed = false, ...known } = {}) => {
      const start = URL.parse(address);
      if (start === null) return { kind: 'failed', reason: 'This is not an address. It should begin with https://.' };
      const timeout = AbortSignal.timeout(limits.totalMs);
      const signal = known.signal === undefined ? timeout : AbortSignal.any([timeout, known.signal]);
      const validatorsFor = (url: URL) =>
        (known.validators?.url ?? start.href) === url.href ? known.validators : undefined;
      try {
        const headersFor = (url: URL) => headersOf(userAgent, validatorsFor(url));
        const { done, movedTo, ...arrival } = await follow(start, headersFor, asking, signal);
        const validators = validatorsFor(arrival.url);
        const outcome = await outcomeOf(arrival, { ...known, validators }, { maxBytes, packed }, now())
          .then((heard) => heed(heard, pauses, now()))
          .finally(done);
        return outcome.kind === 'fetched' || outcome.kind === 'unchanged' ? { ...outcome, movedTo } : outcome;
      } catch (error) {
        const outcome = failureOf(timeout.aborted ? timeout.reason : error, start, line, now());
        // What we break off says nothing of the feed.
        return closed ? { ...outcome, blameless: true } : outcome;
      }
    },
    submit: (url, fields) => submit(url, fields, asking, { userAgent, signal: AbortSignal.timeout(limits.totalMs) }),
    close: async () => {
      closed = true;
      await agent.destroy();
    },
  };
}

const NO_PAUSES: Pauses = { pausedUntil: () => Promise.resolve(undefined), pause: () => Promise.resolve() };

/** A host that wants a pause has it before its next visitor's turn begins. */
async function heed(outcome: FetchOutcome, pauses: Pauses, now: number): Promise<FetchOutcome> {
  if (outcome.kind === 'throttled') await pauses.pause(outcome.host, now + pauseMs(outcome));
  return outcome;
}

type Failed = Extract<FetchOutcome, { kind: 'failed' | 'throttled' }>;

function failureOf(error: unknown, { host, hostname }: URL, line: Line, now: number): Failed {
  if (error instanceof PauseError) {
    const retrySeconds = Math.max(0, Math.ceil((error.until - now) / 1000));
    return { kind: 'throttled', host: error.host, retrySeconds, reason: error.message, blameless: true };
  }
  return { kind: 'failed', reason: reasonOf(error, hostname), blameless: isSilence(error) && line.silent(host) };
}

function userAgentOf({ version, homepage, contact }: FetcherOptions): string {
  const reach = [...(homepage === undefined ? [] : [`+${homepage}`]), ...(contact === undefined ? [] : [contact])];
  return reach.length === 0 ? `Herald/${version}` : `Herald/${version} (${reach.join('; ')})`;
}

const ACCEPTED_TYPES =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.8';

/** Validators go back byte for byte, and never as an empty header. */
function headersOf(userAgent: string, validators: Known['validators']): Record<string, string> {
  const { etag = '', lastModified = '' } = validators ?? {};
  return {
    'user-agent': userAgent,
    accept: ACCEPTED_TYPES,
    'accept-encoding': ACCEPTED_ENCODINGS,
    ...(etag === '' ? {} : { 'if-none-match': etag }),
    ...(lastModified === '' ? {} : { 'if-modified-since': lastModified }),
  };
}
