import { Routes, type REST } from 'discord.js';
import type { APIChannel } from 'discord-api-types/v10';
import { failureOf, type Failure } from './failure.ts';

/** Where a channel is; no server: a direct message. */
export type PlaceAnswer = { readonly kind: 'known'; readonly serverId: string | undefined } | Failure;

/** Asks which server a channel belongs to. */
export async function placeOf(rest: REST, channelId: string, signal: AbortSignal): Promise<PlaceAnswer> {
  try {
    // The REST client answers `unknown`; Discord documents a channel here.
    const channel = (await rest.get(Routes.channel(channelId), { signal })) as APIChannel;
    return { kind: 'known', serverId: 'guild_id' in channel ? channel.guild_id : undefined };
  } catch (error) {
    return failureOf(error);
  }
}
