import { Routes, type REST } from 'discord.js';
import type { APIChannel } from 'discord-api-types/v10';
import { failureOf, type Failure } from './failure.ts';

/** Whether a person takes direct messages, and the channel that they go to. */
export type Opened = { readonly kind: 'open'; readonly channelId: string } | Failure;

/**
 * Opens the direct messages with a person, and greets them there: Discord opens the channel to everyone, and says only when a
 * message is sent whether the person takes any (50007).
 */
export async function openDirect(rest: REST, userId: string, greeting: string): Promise<Opened> {
  try {
    const body = { recipient_id: userId };
    // The REST client answers `unknown`; Discord documents a channel here.
    const { id } = (await rest.post(Routes.userChannels(), { body })) as APIChannel;
    const message = { content: greeting, allowed_mentions: { parse: [] } };
    await rest.post(Routes.channelMessages(id), { body: message });
    return { kind: 'open', channelId: id };
  } catch (error) {
    return failureOf(error);
  }
}
