import { DefaultRestOptions, RateLimitError, type RESTOptions } from 'discord.js';
import { createBreaker } from './breaker.ts';
import { createGate } from './gate.ts';

type MakeRequest = RESTOptions['makeRequest'];

/** All calls of this process to Discord: the limits that hold for a whole bot, and for its address, are kept here. */
export interface Traffic {
  /** Makes a call of the gateway's client: answers to interactions go at once, and all go while sends rest. */
  readonly ask: MakeRequest;
  /** Makes any other call; refuses it as discord.js refuses one that comes too early while sends rest. */
  readonly send: MakeRequest;
  /** Lets sends rest for so many milliseconds. */
  readonly rest: (ms: number) => void;
  /** How long sends rest, in milliseconds: Discord has refused too much, or a pause was wanted of the whole bot. 0: they go. */
  readonly restMs: () => number;
}

export interface TrafficOptions {
  /** How many calls Discord takes from the bot in a second. */
  readonly perSecond: number;
  /** Is told when Discord has refused so many calls that sends rest, and for how many milliseconds. */
  readonly broke?: (restMs: number) => void;
  /** Is told how each call ended: with this HTTP status, or without any answer. */
  readonly called?: ((status: number | undefined) => void) | undefined;
}

export function createTraffic({
  perSecond,
  broke = () => undefined,
  called = () => undefined,
}: TrafficOptions): Traffic {
  const gate = createGate(perSecond);
  const breaker = createBreaker(broke);
  let pausedUntil = 0;
  const rest = (ms: number) => {
    pausedUntil = Math.max(pausedUntil, performance.now() + ms);
  };
  const restMs = () => Math.max(breaker.restMs(), pausedUntil - performance.now(), 0);

  const ask: MakeRequest = async (url, init) => {
    const call = () => DefaultRestOptions.makeRequest(url, init);
    const answer = await (hasToken(init) ? gate(call, init.method === 'GET') : call()).catch((error: unknown) => {
      called(undefined);
      throw error;
    });
    called(answer.status);
    if (isHeldAgainstUs(answer)) breaker.count();
    if (answer.status === 429 && answer.headers.has('x-ratelimit-global'))
      rest((Number(answer.headers.get('retry-after')) || 1) * 1000);
    return answer;
  };
  const send: MakeRequest = async (url, init) => {
    const pauseMs = restMs();
    if (pauseMs > 0) throw tooEarly(url, init.method ?? 'GET', pauseMs);
    return await ask(url, init);
  };
  return { ask, send, rest, restMs };
}

/** Interactions are answered with tokens of their own, which do not count: neither do webhooks. discord.js writes a plain object. */
function hasToken({ headers }: Parameters<MakeRequest>[1]): boolean {
  return typeof headers === 'object' && 'Authorization' in headers;
}

type Answer = Awaited<ReturnType<MakeRequest>>;

/** https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans */
function isHeldAgainstUs({ status, headers }: Answer): boolean {
  if (status === 429) return headers.get('x-ratelimit-scope') !== 'shared';
  return status === 401 || status === 403;
}

/** As discord.js says that a call would come too early, by so many milliseconds. */
export function tooEarly(url: string, method: string, retryAfter: number): RateLimitError {
  const where = { url, method, route: url, hash: '', majorParameter: '' };
  return new RateLimitError({
    ...{ ...where, retryAfter, timeToReset: retryAfter },
    ...{ limit: 0, sublimitTimeout: 0, global: true, scope: 'global' },
  });
}
