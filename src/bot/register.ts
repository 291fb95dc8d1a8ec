import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import type { Logger } from 'pino';
import type { Context } from './context.ts';

/**
 * Tells Discord of the commands, by one bulk overwrite and only when they differ from what was told last time: 200 creations
 * a day are the limit, and a fresh list takes a while to reach every member.
 */
export async function registerCommands(
  applicationId: string,
  { commands, rest, store }: Context,
  log: Logger,
): Promise<void> {
  const body = commands.map(({ json }) => json);
  const told = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const memory = store.cache('commands');
  if ((await memory.get<string>(applicationId)) === told) return;
  await rest.put(Routes.applicationCommands(applicationId), { body });
  await memory.set(applicationId, told);
  log.info({ commands: body.length }, 'commands registered');
}
