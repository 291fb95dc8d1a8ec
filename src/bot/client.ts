import { setTimeout } from 'node:timers/promises';
import { Client, DiscordjsErrorCodes, Events, GatewayCloseCodes, Status, type Interaction } from 'discord.js';
import type { Logger } from 'pino';
import { restOptions } from '../discord/rest.ts';
import type { Traffic } from '../discord/traffic.ts';
import { codeOf, messageOf } from '../lib/errors.ts';
import { watchRights, type Rights } from './rights.ts';

/** How to reach Discord's gateway. */
export interface Connection {
  readonly token: string;
  /** Without the version, for example `https://discord.com/api`. */
  readonly apiUrl: string;
  /** The shards of this process; undefined: all that Discord recommends. */
  readonly shards: readonly number[] | undefined;
  readonly shardCount: number | undefined;
  /** Makes the calls of the gateway's client. */
  readonly ask: Traffic['ask'];
}

/** A connection that is kept. */
export interface Connected {
  stop(): Promise<void>;
  /** Whether every shard of this process is connected at present. */
  readonly ready: () => boolean;
}

/** Compared with a bare number: discord.js gives the code of the close frame, not the enum. */
const AUTHENTICATION_FAILED: number = GatewayCloseCodes.AuthenticationFailed;
const FIRST_REST_MS = 2_000;
const LONGEST_REST_MS = 60_000;
/** How long a stop waits for Discord. */
const STOP_GRACE_MS = 2_000;

/** What the gateway brings. None of these may reject. */
export interface Callbacks {
  /** Connected for the first time, or anew. */
  readonly ready: (applicationId: string) => Promise<void>;
  /** @param rights what Herald may do in the channels that the interaction names. */
  readonly interaction: (interaction: Interaction, rights: Rights) => Promise<void>;
  /** Discord does not accept the token. */
  readonly unauthorized: (reason: string) => void;
}

/** Keeps a connection to the gateway: a login that fails for a passing reason is tried again, ever more slowly. */
export function connect(connection: Connection, log: Logger, callbacks: Callbacks): Connected {
  const ending = new AbortController();
  let client: Client | undefined;

  const login = async () => {
    for (let restMs = FIRST_REST_MS; !ending.signal.aborted; restMs = Math.min(restMs * 2, LONGEST_REST_MS)) {
      client = createClient(connection, log, callbacks);
      try {
        await client.login(connection.token);
        return;
      } catch (error) {
        if (isUnauthorized(error)) {
          callbacks.unauthorized('Discord does not know this token.');
          return;
        }
        log.warn({ reason: messageOf(error), restMs }, "the gateway can't be reached; trying again");
        await setTimeout(restMs, undefined, { signal: ending.signal }).catch(() => undefined);
      }
    }
  };

  const joined = login();
  return {
    stop: async () => {
      ending.abort();
      // discord.js ends a connection that stands; one that is being made it would make anew, and settle neither call.
      const ended = joined.then(() => client?.destroy());
      await Promise.race([ended, setTimeout(STOP_GRACE_MS, undefined, { ref: false })]);
    },
    ready: () => client !== undefined && isConnected(client),
  };
}

/** discord.js calls itself ready from the first connection on; its shards tell how things are now. */
function isConnected({ ws }: Client): boolean {
  return ws.shards.size > 0 && ws.shards.every(({ status }) => status === Status.Ready);
}

function createClient({ apiUrl, ask, shards, shardCount }: Connection, log: Logger, callbacks: Callbacks): Client {
  const client = new Client({
    // Interactions arrive without any intent, and every guild that is not cached is memory saved.
    intents: [],
    rest: restOptions(apiUrl, ask),
    shards: shards ?? 'auto',
    ...(shardCount === undefined ? {} : { shardCount }),
  });
  client.on(Events.ClientReady, ({ user, application }) => {
    log.info({ user: user.tag }, 'connected to Discord');
    void callbacks.ready(application.id);
  });
  const rightsIn = watchRights(client);
  client.on(
    Events.InteractionCreate,
    (interaction) => void callbacks.interaction(interaction, rightsIn(interaction.id)),
  );
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, 'reconnecting to Discord'));
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    log.error({ shard, code }, 'Discord closed the connection for good');
    if (code === AUTHENTICATION_FAILED) callbacks.unauthorized('Discord no longer accepts this token.');
  });
  // Without a listener, a rejection in any of discord.js's listeners would end the process.
  client.on(Events.Error, (error) => log.error({ err: error }, 'the gateway client reported an error'));
  return client;
}

function isUnauthorized(error: unknown): boolean {
  return codeOf(error) === DiscordjsErrorCodes.TokenInvalid;
}
