import { z } from 'zod';

/** What POST /sandbox/faults takes. Without status, reset or hang the calls fail with 500. */
export const FaultBody = z
  .strictObject({
    /**
     * Which calls: a part of `METHOD /path` (the path behind /api/v10, without its query), or a pattern of the whole of it
     * when it holds a `*`. `gateway` ends the gateway's connections at once, `status` being the close code.
     */
    match: z.string().min(1),
    status: z.union([z.int().min(200).max(599), z.int().min(4000).max(4999)]).optional(),
    /** How many calls. */
    times: z.int().min(1).default(1),
    /** The call takes effect first, and its answer is then lost or replaced. */
    after: z.boolean().default(false),
    /** Milliseconds to wait first, or true: no answer ever comes. Alone, the call is only slow. */
    hang: z.union([z.literal(true), z.int().min(0)]).optional(),
    /** The connection is reset instead of an answer. */
    reset: z.boolean().default(false),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  })
  .refine(({ match, status }) => status === undefined || (match === 'gateway') === status >= 4000, {
    path: ['status'],
    error: 'Must be a close code (4000 and above) for the gateway, else an HTTP status',
  });

export type Fault = z.output<typeof FaultBody>;

/** The faults that wait for their calls, in the order in which they were asked for. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that befalls a call, once used up forgotten. */
  take(call: string, after: boolean): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      waiting.push({ fault, left: fault.times });
    },
    clear: () => {
      waiting = [];
    },
    take: (call, after) => {
      const found = waiting.find(({ fault }) => fault.after === after && matches(fault.match, call));
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left === 0) waiting = waiting.filter((one) => one !== found);
      return found.fault;
    },
  };
}

/** What a fault answers with; undefined: the call goes on after its wait. */
export function faultAnswer({ status, hang, body, headers }: Fault) {
  if (status === undefined && body === undefined && headers === undefined && hang !== undefined) return undefined;
  const code = status ?? 500;
  const usual = code === 429 ? { 'retry-after': '1', 'x-ratelimit-scope': 'shared' } : {};
  return { status: code, headers: headers ?? usual, body: body ?? usualBody(code) };
}

function usualBody(status: number): object {
  if (status === 429) return { message: 'The resource is being rate limited.', retry_after: 1, global: false };
  return { message: `${status}: ${status === 401 ? 'Unauthorized' : 'Fault'}`, code: 0 };
}

function matches(match: string, call: string): boolean {
  if (!match.includes('*')) return call.includes(match);
  const pattern = match.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(call);
}
