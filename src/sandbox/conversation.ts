import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Session } from './session.ts';

interface Sessions {
  readonly token: string;
  identify(shard: readonly [number, number]): Session;
  find(id: string): Session | undefined;
  ended(session: Session): void;
}

interface Conversation {
  readonly socket: WebSocket;
  readonly sessions: Sessions;
  /** Undefined until the client has said who it is. */
  session: Session | undefined;
}

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-opcodes */
const OP = { heartbeat: 1, identify: 2, presence: 3, resume: 6, invalidSession: 9, hello: 10, ack: 11 } as const;
const CLOSE = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidShard: 4010,
} as const;
const HEARTBEAT_MS = 41_250;

const Payload = z.object({ op: z.int(), d: z.unknown().optional() });
const Identify = z.object({
  token: z.string(),
  intents: z.int().min(0),
  properties: z.looseObject({}),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).default([0, 1]),
});
const Resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });

/** Speaks with one client of the gateway, from HELLO to its end. */
export function converse(socket: WebSocket, sessions: Sessions): void {
  const conversation: Conversation = { socket, sessions, session: undefined };
  socket.on('message', (bytes: Buffer) => receive(conversation, bytes.toString()));
  socket.on('error', () => socket.terminate());
  // A client that says goodbye ends its session; any other end leaves it to be resumed.
  socket.on('close', (code) => {
    if (conversation.session && (code === 1000 || code === 1001)) sessions.ended(conversation.session);
  });
  send(socket, OP.hello, { heartbeat_interval: HEARTBEAT_MS, _trace: [] });
}

function receive(conversation: Conversation, text: string): void {
  const { socket, session } = conversation;
  const payload = Payload.safeParse(parseJson(text));
  if (!payload.success) socket.close(CLOSE.decodeError);
  else if (payload.data.op === OP.heartbeat) send(socket, OP.ack);
  else if (payload.data.op === OP.identify || payload.data.op === OP.resume) {
    if (session) socket.close(CLOSE.alreadyAuthenticated);
    else if (payload.data.op === OP.identify) identify(conversation, payload.data.d);
    else resume(conversation, payload.data.d);
  } else if (!session) socket.close(CLOSE.notAuthenticated);
  else if (payload.data.op !== OP.presence) socket.close(CLOSE.unknownOpcode);
}

function identify(conversation: Conversation, body: unknown): void {
  const { socket, sessions } = conversation;
  const asked = Identify.safeParse(body);
  if (!asked.success) socket.close(CLOSE.decodeError);
  else if (!authentic(asked.data.token, sessions)) socket.close(CLOSE.authenticationFailed);
  else if (asked.data.shard[0] >= asked.data.shard[1]) socket.close(CLOSE.invalidShard);
  else conversation.session = sessions.identify(asked.data.shard);
}

function resume(conversation: Conversation, body: unknown): void {
  const { socket, sessions } = conversation;
  const asked = Resume.safeParse(body);
  if (!asked.success) {
    socket.close(CLOSE.decodeError);
    return;
  }
  if (!authentic(asked.data.token, sessions)) {
    socket.close(CLOSE.authenticationFailed);
    return;
  }
  const session = sessions.find(asked.data.session_id);
  if (session?.resume(socket, asked.data.seq)) conversation.session = session;
  else send(socket, OP.invalidSession, false);
}

const authentic = (token: string, sessions: Sessions) => token.replace(/^Bot /, '') === sessions.token;

function send(socket: WebSocket, op: number, body: unknown = null): void {
  socket.send(JSON.stringify({ op, d: body, s: null, t: null }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
