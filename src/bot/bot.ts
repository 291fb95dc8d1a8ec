import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { connect, type Connected, type Connection } from './client.ts';
import type { Context } from './context.ts';
import { createDispatch } from './dispatch.ts';
import { registerCommands } from './register.ts';

const FIRST_REST_MS = 2_000;
const LONGEST_REST_MS = 600_000;

/**
 * Joins Discord, tells it of the commands, and answers what members ask.
 *
 * @param unauthorized is told when Discord does not accept the token.
 */
export function startBot(
  connection: Connection,
  context: Context,
  log: Logger,
  unauthorized: (reason: string) => void,
): Connected {
  const ending = new AbortController();
  const { signal } = ending;

  /** Without its commands Herald is mute: what Discord refuses for a passing reason is tried again, ever more slowly. */
  const register = async (applicationId: string) => {
    for (let restMs = FIRST_REST_MS; !signal.aborted; restMs = Math.min(restMs * 2, LONGEST_REST_MS)) {
      try {
        await registerCommands(applicationId, context, log);
        return;
      } catch (error) {
        log.error({ err: error, restMs }, 'the commands could not be registered; trying again');
      }
      await setTimeout(restMs, undefined, { signal }).catch(() => undefined);
    }
  };

  const connected = connect(connection, log, {
    unauthorized,
    interaction: createDispatch(context, log),
    ready: register,
  });
  return {
    ready: connected.ready,
    stop: async () => {
      ending.abort();
      await connected.stop();
    },
  };
}
