import type { REST } from 'discord.js';
import type { RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import type { SendOutcome } from '../../model/delivery.ts';
import type { DestinationKindName } from '../../model/destination.ts';
import { channel } from './channel.ts';
import { direct } from './direct.ts';

/** A kind of place where posts can go. */
export interface DestinationKind {
  /**
   * Sends one message.
   *
   * @param nonce the same for every try of one delivery: Discord answers a repeat with the first message while it remembers.
   */
  send(rest: REST, address: string, message: RESTPostAPIChannelMessageJSONBody, nonce: string): Promise<SendOutcome>;

  /**
   * Looks whether an earlier try, of which no answer came, has reached the place after all.
   *
   * @param since when the first try began, in epoch milliseconds.
   * @returns `sent` with the message's id, undefined when it isn't there, or why that can't be told now.
   */
  find(
    rest: REST,
    address: string,
    message: RESTPostAPIChannelMessageJSONBody,
    since: number,
  ): Promise<SendOutcome | undefined>;
}

/** Every kind of destination, by the name in its row. */
export const destinationKinds: Readonly<Record<DestinationKindName, DestinationKind>> = { channel, direct };
