import { ChannelType, Routes, type REST } from 'discord.js';
import type { SendOutcome } from '../model/delivery.ts';
import type { Channels } from './channels.ts';
import { outcomeOf } from './failure.ts';

/** Publishes a message to the servers that follow its channel; in a channel that nobody can follow it is `refused`. */
export async function publish(
  rest: REST,
  channels: Channels,
  channelId: string,
  messageId: string,
): Promise<SendOutcome> {
  const answer = await channels.get(channelId);
  if (answer.kind !== 'known') return answer;
  if (answer.channel.type !== ChannelType.GuildAnnouncement) {
    return { kind: 'refused', reason: 'Only announcement channels are followed.', fields: [] };
  }
  try {
    await rest.post(Routes.channelMessageCrosspost(channelId, messageId));
    return { kind: 'sent', messageId };
  } catch (error) {
    return outcomeOf(error);
  }
}
