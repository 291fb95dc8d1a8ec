import { Routes, type REST } from 'discord.js';
import type { APIGuildChannel } from 'discord-api-types/v10';

/** The names of a server's channels by id, threads left out; none when Discord does not answer in time. */
export async function channelNames(
  rest: REST,
  serverId: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  try {
    // The REST client answers `unknown`; Discord documents a list of channels here.
    const channels = (await rest.get(Routes.guildChannels(serverId), { signal })) as APIGuildChannel[];
    return Object.fromEntries(channels.map(({ id, name }) => [id, name]));
  } catch {
    // A name is a comfort: what it stands for can do without.
    return {};
  }
}
