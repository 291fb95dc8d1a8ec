import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Caller } from '../src/bot/context.ts';
import { UserError } from '../src/lib/errors.ts';
import { kindOfChannel, type DestinationKindName } from '../src/model/destination.ts';
import { texts } from './texts.ts';

const THREADS: readonly ChannelType[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

/** The channels that take messages. */
export const MESSAGEABLE = typesOf('channel');
/** The channels in which Herald can post articles. */
const POSTABLE = [...MESSAGEABLE, ...typesOf('forum')];

function typesOf(kind: DestinationKindName): ChannelType[] {
  const all = new Set(Object.values(ChannelType).filter((type) => typeof type === 'number'));
  return [...all].filter((type) => kindOfChannel(type) === kind);
}

/** What Herald lacks to post in a channel, as Discord names it; nothing when that isn't known. */
export function missingRights({ rights }: Pick<Caller, 'rights'>, channelId: string): string[] {
  const place = rights.get(channelId);
  if (place === undefined || has(place.rights, PermissionFlagsBits.Administrator)) return [];
  const needed = [
    { name: texts.rights.view, bit: PermissionFlagsBits.ViewChannel },
    sendingRight(place.type),
    { name: texts.rights.embed, bit: PermissionFlagsBits.EmbedLinks },
  ];
  return needed.filter(({ bit }) => !has(place.rights, bit)).map(({ name }) => name);
}

function sendingRight(type: ChannelType): { readonly name: string; readonly bit: bigint } {
  const { sendInThreads, createPosts, send } = texts.rights;
  if (THREADS.includes(type)) return { name: sendInThreads, bit: PermissionFlagsBits.SendMessagesInThreads };
  // One right, which Discord shows under another name where there are no plain messages.
  const name = kindOfChannel(type) === 'forum' ? createPosts : send;
  return { name, bit: PermissionFlagsBits.SendMessages };
}

/** What kind of destination a channel is that the command names; undefined when that isn't known. */
export function kindOf({ rights }: Pick<Caller, 'rights'>, channelId: string): DestinationKindName | undefined {
  const type = rights.get(channelId)?.type;
  return type === undefined ? undefined : kindOfChannel(type);
}

/** A channel that the command names, as buttons carry it. */
export function placeOf(channel: string, caller: Pick<Caller, 'rights'>): { channel: string; kind?: 'forum' } {
  return kindOf(caller, channel) === 'forum' ? { channel, kind: 'forum' } : { channel };
}

/** @throws UserError that names what Herald lacks to post in a channel. */
export function requirePosting(
  caller: Pick<Caller, 'rights'>,
  channelId: string,
  types: readonly ChannelType[] = POSTABLE,
): void {
  const type = caller.rights.get(channelId)?.type;
  if (type !== undefined && !types.includes(type))
    throw new UserError(texts.rights.otherKind(channelId, types === POSTABLE));
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
