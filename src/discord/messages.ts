import { Routes, SnowflakeUtil, type REST } from 'discord.js';
import type {
  APIMessage,
  APIUser,
  RESTPatchAPIChannelMessageJSONBody,
  RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';

export async function ownId(rest: REST): Promise<string> {
  // The REST client answers `unknown`; Discord documents a user here.
  return ((await rest.get(Routes.user())) as APIUser).id;
}

/** How many hundreds of messages are looked through: a lively channel's of some days. */
const MOST_PAGES = 10;
const SLACK_MS = 60_000;

/**
 * The messages of a channel since an instant, the newest first. Clocks differ, and ours may have been wrong by hours: the newest
 * hundred are among them in any case.
 */
export async function* messagesSince(rest: REST, channelId: string, since: number): AsyncGenerator<APIMessage> {
  let before: Record<string, string> = {};
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: '100', ...before });
    const messages = (await rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[];
    yield* messages;
    const oldest = messages.at(-1);
    if (oldest === undefined || messages.length < 100) return;
    if (SnowflakeUtil.timestampFrom(oldest.id) < since - SLACK_MS) return;
    before = { before: oldest.id };
  }
}

/**
 * Whether a message is the one that was to be sent. Discord may have been given a plainer form of it, without the embed's address
 * or without the embed. The title must agree as well: some feeds lead all their articles to one address.
 */
export function isSamePost(there: APIMessage, message: RESTPostAPIChannelMessageJSONBody): boolean {
  const embed = message.embeds?.[0];
  if (embed === undefined) return there.content === message.content;
  const shown = there.embeds[0];
  const has = (text: string | undefined) => text === undefined || there.content.includes(text);
  if (shown === undefined) return embed.title !== undefined && has(embed.title) && has(embed.url);
  const sameAddress =
    shown.url === undefined || embed.url === undefined || URL.parse(shown.url)?.href === URL.parse(embed.url)?.href;
  return shown.title === embed.title && sameAddress && isSameTime(shown.timestamp, embed.timestamp);
}

/** Two bursts of one author may have one title and one address, but not the same newest article. */
function isSameTime(shown: string | undefined, meant: string | undefined): boolean {
  return shown === undefined || meant === undefined || Date.parse(shown) === Date.parse(meant);
}

/** The body of an edit after which nothing of the old text is left, and which pings nobody. Buttons stay unless there are others. */
export function asEdit(message: RESTPostAPIChannelMessageJSONBody): RESTPatchAPIChannelMessageJSONBody {
  const { content = '', embeds = [], components } = message;
  return { content, embeds, ...(components && { components }), allowed_mentions: { parse: [] } };
}
