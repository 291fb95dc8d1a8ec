import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';

/** What outlives a connection: the events of one shard, numbered, and sent again to a connection that resumes. */
export interface Session {
  readonly id: string;
  readonly shard: readonly [index: number, count: number];
  dispatch(event: string, body: object): void;
  /** Continues on another connection after event number `seq`; false when that can't be done any more. */
  resume(socket: WebSocket, seq: number): boolean;
  /** For how long it has had no connection; 0 while it has one. */
  idleMs(now: number): number;
}

/** How many events are kept to be sent again. */
const KEPT_EVENTS = 1000;

export function createSession(first: WebSocket, shard: readonly [number, number]): Session {
  let socket = first;
  let disconnectedAt: number | undefined;
  let seq = 0;
  const kept: { readonly seq: number; readonly payload: string }[] = [];

  const attach = (next: WebSocket) => {
    socket = next;
    disconnectedAt = undefined;
    next.once('close', () => {
      if (socket === next) disconnectedAt = Date.now();
    });
  };
  const dispatch = (event: string, body: object) => {
    seq += 1;
    const payload = JSON.stringify({ op: 0, t: event, s: seq, d: body });
    kept.push({ seq, payload });
    if (kept.length > KEPT_EVENTS) kept.shift();
    socket.send(payload, ignoreClosed);
  };

  attach(first);
  return {
    id: randomBytes(16).toString('hex'),
    shard,
    dispatch,
    resume: (next, after) => {
      if (after > seq || after < (kept[0]?.seq ?? 1) - 1) return false;
      attach(next);
      for (const event of kept) if (event.seq > after) next.send(event.payload, ignoreClosed);
      dispatch('RESUMED', {});
      return true;
    },
    idleMs: (now) => (disconnectedAt === undefined ? 0 : Math.max(1, now - disconnectedAt)),
  };
}

/** What a broken connection missed is sent again when the session resumes. */
function ignoreClosed(): void {
  return;
}
