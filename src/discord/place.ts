import { Routes, type REST } from 'discord.js';
import type { APIChannel } from 'discord-api-types/v10';
import { outcomeOf } from './failure.ts';

/** The server that a channel belongs to; undefined: none, or Discord doesn't say now. */
export async function serverOf(rest: REST, channelId: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    // The REST client answers `unknown`; Discord documents a channel here.
    const channel = (await rest.get(Routes.channel(channelId), { signal })) as APIChannel;
    return 'guild_id' in channel ? channel.guild_id : undefined;
  } catch (error) {
    // Throws on what is neither Discord's answer nor the network's failure.
    outcomeOf(error);
    return undefined;
  }
}
