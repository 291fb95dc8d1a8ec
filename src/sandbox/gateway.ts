import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { BOT, GUILD } from './cast.ts';
import { converse } from './conversation.ts';
import { createSession, type Session } from './session.ts';

/** How long a session without a connection can be resumed. */
const RESUMABLE_MS = 120_000;

/** Discord's gateway: https://discord.com/developers/docs/events/gateway */
export class Gateway {
  readonly #token: string;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 4096 });
  readonly #sessions = new Map<string, Session>();

  /** @param token the bot's token, bare. */
  constructor(token: string) {
    this.#token = token;
  }

  /** Takes over an HTTP upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const resumeUrl = `ws://${request.headers.host ?? ''}/gateway`;
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      converse(accepted, {
        token: this.#token,
        identify: (shard) => this.#open(accepted, shard, resumeUrl),
        find: (id) => this.#sessions.get(id),
        ended: (session) => this.#sessions.delete(session.id),
      });
    });
  }

  /** Sends an event to the sessions whose shard holds the guild; undefined: a direct message, which shard 0 holds. */
  dispatch(event: string, body: object, guildId: string | undefined): void {
    for (const session of this.#sessions.values()) {
      if (session.idleMs(Date.now()) > RESUMABLE_MS) this.#sessions.delete(session.id);
      else if (holds(session, guildId)) session.dispatch(event, body);
    }
  }

  /** Ends every connection, with a close code or, without one, as a broken line does. The sessions may be resumed. */
  cut(code?: number): void {
    for (const socket of this.#server.clients) {
      if (code === undefined) socket.terminate();
      else socket.close(code);
    }
  }

  /** Forgets every session: the next RESUME is answered with an invalid session. */
  forgetSessions(): void {
    this.#sessions.clear();
  }

  /** How many sessions have a connection. */
  connected(): number {
    return [...this.#sessions.values()].filter((session) => session.idleMs(Date.now()) === 0).length;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #open(socket: WebSocket, shard: readonly [number, number], resumeUrl: string): Session {
    const session = createSession(socket, shard);
    this.#sessions.set(session.id, session);
    session.dispatch('READY', readyBody(session, resumeUrl));
    return session;
  }
}

/** https://discord.com/developers/docs/events/gateway#sharding-sharding-formula */
function holds({ shard: [index, count] }: Session, guildId: string | undefined): boolean {
  return Number((BigInt(guildId ?? 0) >> 22n) % BigInt(count)) === index;
}

function readyBody(session: Session, resumeUrl: string): object {
  return {
    v: 10,
    user: { ...BOT, verified: true, mfa_enabled: false, email: null, flags: 0 },
    guilds: holds(session, GUILD) ? [{ id: GUILD, unavailable: true }] : [],
    session_id: session.id,
    resume_gateway_url: resumeUrl,
    shard: session.shard,
    application: { id: BOT.id, flags: 0 },
    private_channels: [],
    relationships: [],
    _trace: [],
  };
}
