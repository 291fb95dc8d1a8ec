import { Events, GatewayDispatchEvents, type ChannelType, type Client } from 'discord.js';
import type { APIInteraction, GatewayDispatchPayload } from 'discord-api-types/v10';

/** A channel that an interaction names, or in which it happens. */
export interface Place {
  /** What Herald may do there, as a bitset. */
  readonly rights: bigint;
  readonly type: ChannelType;
}

/** What Herald may do in channels, by channel id. */
export type Rights = ReadonlyMap<string, Place>;

/**
 * Discord says what the bot may do in each channel that a command names (`app_permissions`), and discord.js drops it when it
 * knows the server: so it is read from the raw event, which comes first.
 *
 * @returns a function that gives an interaction's rights, once.
 */
export function watchRights(client: Client): (interactionId: string) => Rights {
  const seen = new Map<string, Rights>();
  client.on(Events.Raw, (packet: GatewayDispatchPayload) => {
    if (packet.t === GatewayDispatchEvents.InteractionCreate) seen.set(packet.d.id, rightsOf(packet.d));
  });
  return (id) => {
    const rights = seen.get(id) ?? new Map<string, Place>();
    seen.delete(id);
    return rights;
  };
}

function rightsOf({ data, channel, app_permissions }: APIInteraction): Rights {
  const resolved = data !== undefined && 'resolved' in data ? data.resolved : undefined;
  const named = resolved !== undefined && 'channels' in resolved ? Object.values(resolved.channels) : [];
  const rights = new Map<string, Place>();
  if (channel !== undefined) rights.set(channel.id, { rights: BigInt(app_permissions), type: channel.type });
  for (const one of named) {
    if ('app_permissions' in one) rights.set(one.id, { rights: BigInt(one.app_permissions), type: one.type });
  }
  return rights;
}
