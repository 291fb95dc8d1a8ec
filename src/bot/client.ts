import { setTimeout } from 'node:timers/promises';
import { Client, DiscordjsErrorCodes, Events, GatewayCloseCodes } from 'discord.js';
import type { Logger } from 'pino';
import { messageOf } from '../lib/errors.ts';

/** How to reach Discord's gateway. */
export interface Connection {
  readonly token: string;
  /** Without the version, for example `https://discord.com/api`. */
  readonly apiUrl: string;
  /** The shards of this process; undefined: all that Discord recommends. */
  readonly shards: readonly number[] | undefined;
  readonly shardCount: number | undefined;
}

const FIRST_REST_MS = 2_000;
const LONGEST_REST_MS = 60_000;

/**
 * Keeps a connection to the gateway: a login that fails for a passing reason is tried again, ever more slowly.
 *
 * @param unauthorized is told when Discord does not accept the token.
 * @returns a function that ends the connection.
 */
export function connect(connection: Connection, log: Logger, unauthorized: (reason: string) => void) {
  const ending = new AbortController();
  let client: Client | undefined;

  const login = async () => {
    for (let restMs = FIRST_REST_MS; !ending.signal.aborted; restMs = Math.min(restMs * 2, LONGEST_REST_MS)) {
      client = createClient(connection, log, unauthorized);
      try {
        await client.login(connection.token);
        return;
      } catch (error) {
        if (isUnauthorized(error)) return unauthorized('Discord does not know this token.');
        log.warn({ reason: messageOf(error), restMs }, "the gateway can't be reached; trying again");
        await setTimeout(restMs, undefined, { signal: ending.signal }).catch(() => undefined);
      }
    }
  };

  const connected = login();
  return {
    stop: async () => {
      ending.abort();
      await client?.destroy();
      await connected;
    },
  };
}

function createClient({ apiUrl, shards, shardCount }: Connection, log: Logger, unauthorized: (reason: string) => void) {
  const client = new Client({
    // Interactions arrive without any intent, and every guild that is not cached is memory saved.
    intents: [],
    rest: { api: apiUrl, version: '10' },
    shards: shards ?? 'auto',
    ...(shardCount === undefined ? {} : { shardCount }),
  });
  client.on(Events.ClientReady, ({ user }) => log.info({ user: user.tag }, 'connected to Discord'));
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, 'reconnecting to Discord'));
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    log.error({ shard, code }, 'Discord closed the connection for good');
    if (code === Number(GatewayCloseCodes.AuthenticationFailed)) unauthorized('Discord no longer accepts this token.');
  });
  // Without a listener, a rejection in any of discord.js's listeners would end the process.
  client.on(Events.Error, (error) => log.error({ err: error }, 'the gateway client reported an error'));
  return client;
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DiscordjsErrorCodes.TokenInvalid;
}
