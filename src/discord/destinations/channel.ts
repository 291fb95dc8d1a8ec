import { Routes, SnowflakeUtil, type REST } from 'discord.js';
import type { APIMessage, APIUser, RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import { outcomeOf } from '../failure.ts';
import type { DestinationKind } from './index.ts';

/** A text or announcement channel, a thread, or the chat of a voice channel. */
export const channel: DestinationKind = {
  async send(rest, address, message, nonce) {
    try {
      const body = { ...message, nonce, enforce_nonce: true };
      // The REST client answers `unknown`; Discord documents a message here.
      const sent = (await rest.post(Routes.channelMessages(address), { body })) as APIMessage;
      return { kind: 'sent', messageId: sent.id };
    } catch (error) {
      return outcomeOf(error);
    }
  },

  async find(rest, address, message, since) {
    try {
      const self = await ownId(rest);
      const recent = await messagesSince(rest, address, since);
      const found = recent.find((there) => there.author.id === self && isSamePost(there, message));
      return found && { kind: 'sent', messageId: found.id };
    } catch (error) {
      const outcome = outcomeOf(error);
      // Without Read Message History there is nothing to look through: the nonce alone must do.
      return outcome.kind === 'forbidden' ? undefined : outcome;
    }
  },
};

async function ownId(rest: REST): Promise<string> {
  return ((await rest.get(Routes.user())) as APIUser).id;
}

/** The first hundred messages after an instant. Clocks differ: a minute of slack. */
async function messagesSince(rest: REST, address: string, since: number): Promise<APIMessage[]> {
  const after = SnowflakeUtil.generate({ timestamp: since - 60_000 }).toString();
  const query = new URLSearchParams({ limit: '100', after });
  return (await rest.get(Routes.channelMessages(address), { query })) as APIMessage[];
}

/** Discord may have been given a plainer form of the message, without the embed's address or without the embed. */
function isSamePost(there: APIMessage, message: RESTPostAPIChannelMessageJSONBody): boolean {
  const embed = message.embeds?.[0];
  if (embed === undefined) return there.content === message.content;
  const shown = there.embeds[0];
  if (shown === undefined) return embed.url !== undefined && there.content.includes(embed.url);
  return shown.url === undefined || embed.url === undefined
    ? shown.title === embed.title
    : URL.parse(shown.url)?.href === URL.parse(embed.url)?.href;
}
