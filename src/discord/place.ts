import { Routes, type REST } from 'discord.js';
import type { APIChannel } from 'discord-api-types/v10';
import { failureOf, type Failure } from './failure.ts';

/** What a channel is (Discord's type), and where; no server: a direct message. */
export type PlaceAnswer =
  { readonly kind: 'known'; readonly type: number; readonly serverId: string | undefined } | Failure;

/** Asks what a channel is, and which server it belongs to. */
export async function placeOf(rest: REST, channelId: string, signal: AbortSignal): Promise<PlaceAnswer> {
  try {
    // The REST client answers `unknown`; Discord documents a channel here.
    const channel = (await rest.get(Routes.channel(channelId), { signal })) as APIChannel;
    return { kind: 'known', type: channel.type, serverId: 'guild_id' in channel ? channel.guild_id : undefined };
  } catch (error) {
    return failureOf(error);
  }
}
