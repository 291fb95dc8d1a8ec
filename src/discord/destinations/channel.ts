import { Routes, type REST } from 'discord.js';
import type { APIMessage } from 'discord-api-types/v10';
import type { SendOutcome } from '../../model/delivery.ts';
import { editOutcomeOf, notDiscord, outcomeOf } from '../failure.ts';
import { asEdit, isSamePost, messagesSince, ownId } from '../messages.ts';
import type { Post } from '../post.ts';
import type { Webhook } from '../webhooks.ts';
import type { Destinations, Discord } from './index.ts';

/** For how long Discord surely answers a repeat with the first message; the docs say only "the past few minutes". */
const NONCE_MEMORY_MS = 90_000;

/** A text or announcement channel, a thread, or the chat of a voice channel. */
export function channel({ rest, speaker }: Discord): Destinations['channel'] {
  return {
    async send(address, post, nonce) {
      const said = post.voice && (await speaker.say(address, post));
      return said ?? (await send(rest, address, post, nonce));
    },

    async find(address, post, { firstAt, nextAt, otherClock = false }) {
      const webhook = await speaker.of(address);
      // A webhook knows no nonce.
      const isProtected = post.voice === undefined && webhook === undefined && !otherClock;
      if (isProtected && nextAt - firstAt <= NONCE_MEMORY_MS) return undefined;
      return await find(rest, address, post, firstAt, webhook);
    },

    async edit(address, messageId, post) {
      const said = await speaker.edit(address, messageId, post);
      if (said !== undefined) return said;
      try {
        await rest.patch(Routes.channelMessage(address, messageId), { body: asEdit(post.message) });
        return { kind: 'sent', messageId };
      } catch (error) {
        return editOutcomeOf(error);
      }
    },
  };
}

async function send(rest: REST, address: string, { message }: Post, nonce: string): Promise<SendOutcome> {
  try {
    const body = { ...message, nonce, enforce_nonce: true };
    // The REST client answers `unknown`; Discord documents a message here, a proxy's login page is none.
    const { id } = (await rest.post(Routes.channelMessages(address), { body })) as Partial<APIMessage>;
    return typeof id === 'string' ? { kind: 'sent', messageId: id } : notDiscord(200);
  } catch (error) {
    return outcomeOf(error);
  }
}

async function find(
  rest: REST,
  address: string,
  { message, isListedIn }: Post,
  firstAt: number,
  webhook: Webhook | undefined,
): Promise<SendOutcome | undefined> {
  try {
    const self = await ownId(rest);
    for await (const there of messagesSince(rest, address, firstAt)) {
      const isOurs = [there.author.id, there.application_id].includes(self) || there.author.id === webhook?.id;
      if (!isOurs) continue;
      if (isSamePost(there, message)) return { kind: 'sent', messageId: there.id };
      // Not as its message: an edit of this article would take the others' place.
      if (isListedIn?.(there, firstAt)) return { kind: 'sent', messageId: undefined };
    }
    return undefined;
  } catch (error) {
    const outcome = outcomeOf(error);
    // Without Read Message History there is nothing to look through: the nonce alone must do.
    return outcome.kind === 'forbidden' ? undefined : outcome;
  }
}
