import type { REST } from 'discord.js';
import type { EditOutcome, SendOutcome } from '../../model/delivery.ts';
import type { DestinationKindName } from '../../model/destination.ts';
import type { Post } from '../post.ts';
import { createChannels, type Channels } from '../channels.ts';
import { createSpeaker, type Speaker } from '../speaker.ts';
import type { WebhookShelf } from '../webhooks.ts';
import { channel } from './channel.ts';
import { direct } from './direct.ts';
import { forum } from './forum.ts';

/** A kind of place where posts can go. An address is a channel's id. */
export interface DestinationKind {
  /**
   * Sends one post.
   *
   * @param nonce the same for every try of one delivery: where Discord knows nonces, it answers a repeat with the first message
   *   while it remembers.
   */
  send(address: string, post: Post, nonce: string): Promise<SendOutcome>;

  /**
   * Before every repeat: looks whether an earlier try, of which no answer came, has reached the place after all. Answers at
   * once where a nonce protects the repeat.
   *
   * @param tries when the first one began and when the next one is to be, in epoch milliseconds.
   * @returns `sent` with the message's id, undefined when the post may be sent, or why that can't be told now.
   */
  find(address: string, post: Post, tries: Tries): Promise<SendOutcome | undefined>;

  /**
   * Makes a post that was sent say what it would say now. It pings nobody.
   *
   * @param messageId as `send` or `find` answered it.
   */
  edit(address: string, messageId: string, post: Post): Promise<EditOutcome>;
}

export interface Tries {
  readonly firstAt: number;
  readonly nextAt: number;
  /** A process before this one made the first: its clock may have said anything. */
  readonly otherClock?: boolean;
}

/** Every kind of destination, by the name in its row. */
export type Destinations = Readonly<Record<DestinationKindName, DestinationKind>>;

/** What every kind can reach. */
export interface Discord {
  readonly rest: REST;
  readonly channels: Channels;
  readonly speaker: Speaker;
}

/** @param webhooks where those that Herald makes outlive the process. */
export function createDestinations(rest: REST, webhooks: WebhookShelf): Destinations {
  const channels = createChannels(rest);
  const discord: Discord = { rest, channels, speaker: createSpeaker(rest, channels, webhooks) };
  return { channel: channel(discord), forum: forum(discord), direct: direct(discord) };
}
