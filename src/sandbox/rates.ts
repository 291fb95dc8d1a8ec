import { createHash } from 'node:crypto';

/** How many calls Discord takes; Infinity takes a limit away. The defaults are Discord's or, where it has none, its users'. */
export interface Rates {
  /** All calls of the bot. */
  readonly perSecond: number;
  /** Messages to one channel. */
  readonly messages: number;
  readonly messageWindowSeconds: number;
  /** Crossposts of one channel. */
  readonly crosspostsPerHour: number;
}

export const DISCORD_RATES: Rates = { perSecond: 50, messages: 5, messageWindowSeconds: 5, crosspostsPerHour: 10 };

/** What became of a call: the headers of its answer and, when it came too early, how long to wait. */
export interface Admission {
  readonly headers: Record<string, string>;
  readonly refused: { readonly retryAfterSeconds: number; readonly global: boolean } | undefined;
}

interface Window {
  used: number;
  endsAt: number;
}

/**
 * Counts the calls. https://discord.com/developers/docs/topics/rate-limits
 *
 * @returns a function that takes `METHOD`, the path behind /api/v10 and the instant in epoch milliseconds.
 */
export function createRateLimits(rates: Rates): (method: string, path: string, now: number) => Admission {
  const windows = new Map<string, Window>();
  let all: Window = { used: 0, endsAt: 0 };

  return (method, path, now) => {
    if (all.endsAt <= now) all = { used: 0, endsAt: now + 1000 };
    if (isExempt(path)) return { headers: {}, refused: undefined };
    if (all.used >= rates.perSecond) return globallyRefused(all, now);
    all.used += 1;
    const route = routeOf(method, path);
    const { limit, windowMs } = limitOf(route, rates);
    const key = `${route} ${majorOf(path)}`;
    const window = current(windows.get(key), windowMs, now);
    windows.set(key, window);
    return admit(window, limit, bucketName(route), now);
  };
}

function current(window: Window | undefined, windowMs: number, now: number): Window {
  return window !== undefined && window.endsAt > now ? window : { used: 0, endsAt: now + windowMs };
}

function admit(window: Window, limit: number, bucket: string, now: number): Admission {
  if (limit === Infinity) return { headers: {}, refused: undefined };
  const tooMany = window.used >= limit;
  if (!tooMany) window.used += 1;
  const seconds = Math.max(0, window.endsAt - now) / 1000;
  const headers = {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(limit - window.used),
    'x-ratelimit-reset': (window.endsAt / 1000).toFixed(3),
    'x-ratelimit-reset-after': seconds.toFixed(3),
    'x-ratelimit-bucket': bucket,
  };
  if (!tooMany) return { headers, refused: undefined };
  return {
    headers: { ...headers, 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': 'user' },
    refused: { retryAfterSeconds: seconds, global: false },
  };
}

function globallyRefused(all: Window, now: number): Admission {
  const seconds = (all.endsAt - now) / 1000;
  return {
    headers: {
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-global': 'true',
      'x-ratelimit-scope': 'global',
    },
    refused: { retryAfterSeconds: seconds, global: true },
  };
}

/** Answers to interactions need no token but their own, and don't count towards the limit of the bot. */
export const isExempt = (path: string) => /^\/(interactions|webhooks)\//.test(path);

/** The path without its ids: calls of one route share a limit, each major resource for itself. */
const routeOf = (method: string, path: string) => `${method} ${path.replace(/\d{17,19}/g, ':id')}`;

const majorOf = (path: string) => /^\/(?:channels|guilds|webhooks)\/(\d+)/.exec(path)?.[1] ?? 'none';

function limitOf(route: string, rates: Rates): { limit: number; windowMs: number } {
  if (route === 'POST /channels/:id/messages' || route === 'POST /channels/:id/threads') {
    return { limit: rates.messages, windowMs: rates.messageWindowSeconds * 1000 };
  }
  if (route.endsWith('/crosspost')) return { limit: rates.crosspostsPerHour, windowMs: 3_600_000 };
  return { limit: rates.perSecond, windowMs: 1000 };
}

/** An opaque name, the same for every call of a route. */
const bucketName = (route: string) => createHash('md5').update(route).digest('hex');
