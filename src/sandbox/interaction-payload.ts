import { BOT, GUILD, GUILD_OBJECT, memberOf } from './cast.ts';
import type { Channel } from './channel.ts';
import type { Interaction } from './interactions.ts';

export const INTERACTION_TYPES = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/**
 * The event that tells the bot of an interaction.
 *
 * @param appRights what the bot may do in the channel.
 * @param body what the kind of interaction adds.
 */
export function interactionPayload(
  interaction: Interaction,
  channel: Channel,
  appRights: bigint,
  body: object,
): object {
  const { id, token, kind, user, source } = interaction;
  const inGuild = channel.guild_id !== undefined;
  return {
    id,
    application_id: BOT.id,
    type: INTERACTION_TYPES[kind],
    token,
    version: 1,
    channel_id: channel.id,
    channel,
    data: body,
    ...(source && { message: source }),
    ...(inGuild ? { guild_id: GUILD, guild: GUILD_OBJECT, guild_locale: 'en-US', member: memberOf(user) } : { user }),
    app_permissions: String(appRights),
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: ownersOf(channel),
    context: inGuild ? 0 : 1,
    attachment_size_limit: 10_485_760,
  };
}

/** By whom the bot was brought to a channel: its guild, or nobody's for direct messages. */
export function ownersOf(channel: Channel | undefined): Readonly<Record<string, string>> {
  return { 0: channel?.guild_id ?? '0' };
}
