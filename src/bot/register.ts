import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import type { APIApplicationCommand } from 'discord-api-types/v10';
import type { Logger } from 'pino';
import type { Store } from '../store/index.ts';
import type { Context } from './context.ts';

/**
 * Tells Discord of the commands, by one bulk overwrite and only when they, or what stands at Discord, differ from what was told
 * last time: 200 creations a day are the limit, and a fresh list takes a while to reach every member.
 */
export async function registerCommands(
  applicationId: string,
  { commands, rest, store }: Context,
  log: Logger,
): Promise<void> {
  const body = commands.map(({ json }) => json);
  const route = Routes.applicationCommands(applicationId);
  const memory = store.cache('commands');
  // Discord answers the list as it stands, https://discord.com/developers/docs/interactions/application-commands
  const standing = (await rest.get(route)) as APIApplicationCommand[];
  if ((await memory.get<string>(applicationId)) === sealOf(body, standing)) return;
  const registered = (await rest.put(route, { body })) as APIApplicationCommand[];
  await memory.set(idsKey(applicationId), Object.fromEntries(registered.map(({ name, id }) => [name, id])));
  await memory.set(applicationId, sealOf(body, registered));
  log.info({ commands: body.length }, 'commands registered');
}

/** By versions, for Discord answers commands in another shape than they were told in, and gives each change a new version. */
function sealOf(body: readonly unknown[], registered: readonly APIApplicationCommand[]): string {
  const versions = registered.map(({ id, version }) => `${id} ${version}`).toSorted();
  return createHash('sha256')
    .update(JSON.stringify([body, versions]))
    .digest('hex');
}

/** The ids of the commands by name, as far as they are known: with one, Discord makes a command's mention clickable. */
export async function commandIds(applicationId: string, store: Store): Promise<ReadonlyMap<string, string>> {
  const ids = await store.cache('commands').get<Record<string, string>>(idsKey(applicationId));
  return new Map(Object.entries(ids ?? {}));
}

function idsKey(applicationId: string): string {
  return `ids ${applicationId}`;
}
