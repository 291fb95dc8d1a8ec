import type { Logger } from 'pino';
import { connect, type Connected, type Connection } from './client.ts';
import type { Context } from './context.ts';
import { createDispatch } from './dispatch.ts';
import { registerCommands } from './register.ts';

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
  return connect(connection, log, {
    unauthorized,
    interaction: createDispatch(context, log),
    ready: (applicationId) =>
      registerCommands(applicationId, context, log).catch((error: unknown) =>
        log.error({ err: error }, 'the commands could not be registered; the next start tries again'),
      ),
  });
}
