import { Routes } from 'discord.js';
import type { APIMessage } from 'discord-api-types/v10';
import { editOutcomeOf, notDiscord, outcomeOf } from '../failure.ts';
import { asEdit, isSamePost, messagesSince, ownId } from '../messages.ts';
import type { Destinations, Discord } from './index.ts';

/** For how long Discord surely answers a repeat with the first message; the docs say only "the past few minutes". */
const NONCE_MEMORY_MS = 90_000;

/** A text or announcement channel, a thread, or the chat of a voice channel. */
export function channel({ rest }: Discord): Destinations['channel'] {
  return {
    async send(address, { message }, nonce) {
      try {
        const body = { ...message, nonce, enforce_nonce: true };
        // The REST client answers `unknown`; Discord documents a message here, a proxy's login page is none.
        const { id } = (await rest.post(Routes.channelMessages(address), { body })) as Partial<APIMessage>;
        return typeof id === 'string' ? { kind: 'sent', messageId: id } : notDiscord(200);
      } catch (error) {
        return outcomeOf(error);
      }
    },

    async find(address, { message }, { firstAt, nextAt, otherClock = false }) {
      if (!otherClock && nextAt - firstAt <= NONCE_MEMORY_MS) return undefined;
      try {
        const self = await ownId(rest);
        for await (const there of messagesSince(rest, address, firstAt)) {
          if (there.author.id === self && isSamePost(there, message)) return { kind: 'sent', messageId: there.id };
        }
        return undefined;
      } catch (error) {
        const outcome = outcomeOf(error);
        // Without Read Message History there is nothing to look through: the nonce alone must do.
        return outcome.kind === 'forbidden' ? undefined : outcome;
      }
    },

    async edit(address, messageId, { message }) {
      try {
        await rest.patch(Routes.channelMessage(address, messageId), { body: asEdit(message) });
        return { kind: 'sent', messageId };
      } catch (error) {
        return editOutcomeOf(error);
      }
    },
  };
}
