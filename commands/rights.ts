import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Caller } from '../src/bot/context.ts';
import { UserError } from '../src/lib/errors.ts';
import { texts } from './texts.ts';

const THREADS: readonly ChannelType[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

/** The channels in which Herald can post articles. */
export const POSTABLE: readonly ChannelType[] = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ...THREADS,
];

/** What Herald lacks to post in a channel, as Discord names it; nothing when that isn't known. */
export function missingRights({ rights }: Pick<Caller, 'rights'>, channelId: string): string[] {
  const place = rights.get(channelId);
  if (place === undefined || has(place.rights, PermissionFlagsBits.Administrator)) return [];
  const send = THREADS.includes(place.type)
    ? { name: texts.rights.sendInThreads, bit: PermissionFlagsBits.SendMessagesInThreads }
    : { name: texts.rights.send, bit: PermissionFlagsBits.SendMessages };
  const needed = [
    { name: texts.rights.view, bit: PermissionFlagsBits.ViewChannel },
    send,
    { name: texts.rights.embed, bit: PermissionFlagsBits.EmbedLinks },
  ];
  return needed.filter(({ bit }) => !has(place.rights, bit)).map(({ name }) => name);
}

/** @throws UserError that names what Herald lacks to post in a channel. */
export function requirePosting(caller: Pick<Caller, 'rights'>, channelId: string): void {
  const type = caller.rights.get(channelId)?.type;
  if (type !== undefined && !POSTABLE.includes(type)) throw new UserError(texts.rights.otherKind(channelId));
  const missing = missingRights(caller, channelId);
  if (missing.length > 0) throw new UserError(texts.rights.missing(channelId, missing));
}

/** @throws UserError for the role that is everyone, which no message of Herald's may ping. */
export function requirePingable({ serverId }: Pick<Caller, 'serverId'>, role: string | undefined): void {
  // Discord lists @everyone among a server's roles, under the server's own id.
  if (role !== undefined && role === serverId) throw new UserError(texts.rights.everyone);
}

function has(rights: bigint, bit: bigint): boolean {
  return (rights & bit) === bit;
}
