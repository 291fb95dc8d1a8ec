import { Routes, SnowflakeUtil, type REST } from 'discord.js';
import type { APIMessage, APIUser, RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import { notDiscord, outcomeOf } from '../failure.ts';
import type { DestinationKind } from './index.ts';

/** A text or announcement channel, a thread, or the chat of a voice channel. */
export const channel: DestinationKind = {
  async send(rest, address, message, nonce) {
    try {
      const body = { ...message, nonce, enforce_nonce: true };
      // The REST client answers `unknown`; Discord documents a message here, a proxy's login page is none.
      const { id } = (await rest.post(Routes.channelMessages(address), { body })) as Partial<APIMessage>;
      return typeof id === 'string' ? { kind: 'sent', messageId: id } : notDiscord(200);
    } catch (error) {
      return outcomeOf(error);
    }
  },

  async find(rest, address, message, since) {
    try {
      const self = await ownId(rest);
      for await (const there of messagesSince(rest, address, since)) {
        if (there.author.id === self && isSamePost(there, message)) return { kind: 'sent', messageId: there.id };
      }
      return undefined;
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

/** How many hundreds of messages are looked through: a lively channel's of some days. */
const MOST_PAGES = 10;

/** The messages after an instant, the oldest hundred first. Clocks differ: a minute of slack. */
async function* messagesSince(rest: REST, address: string, since: number): AsyncGenerator<APIMessage> {
  let after = SnowflakeUtil.generate({ timestamp: since - 60_000 }).toString();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: '100', after });
    const messages = (await rest.get(Routes.channelMessages(address), { query })) as APIMessage[];
    yield* messages;
    // Discord lists the newest first.
    const [newest] = messages;
    if (newest === undefined || messages.length < 100) return;
    after = newest.id;
  }
}

/**
 * Discord may have been given a plainer form of the message, without the embed's address or without the embed. The title must
 * agree as well: some feeds lead all their articles to one address.
 */
function isSamePost(there: APIMessage, message: RESTPostAPIChannelMessageJSONBody): boolean {
  const embed = message.embeds?.[0];
  if (embed === undefined) return there.content === message.content;
  const shown = there.embeds[0];
  const has = (text: string | undefined) => text === undefined || there.content.includes(text);
  if (shown === undefined) return embed.title !== undefined && has(embed.title) && has(embed.url);
  const sameAddress =
    shown.url === undefined || embed.url === undefined || URL.parse(shown.url)?.href === URL.parse(embed.url)?.href;
  return shown.title === embed.title && sameAddress;
}
