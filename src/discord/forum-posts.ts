import { Routes, type REST } from 'discord.js';
import type { APIMessage, APIThreadChannel } from 'discord-api-types/v10';
import { oneLine, truncate } from '../lib/text.ts';
import type { EditOutcome, SendOutcome } from '../model/delivery.ts';
import type { Channels } from './channels.ts';
import { editOutcomeOf, failureOf, outcomeOf } from './failure.ts';
import { asEdit, isSamePost, ownId } from './messages.ts';
import type { Post } from './post.ts';
import { threadsSince } from './threads.ts';

/** Of a post's name, in code points. */
const MAX_NAME = 100;
/** Clocks differ. */
const SLACK_MS = 60_000;

/** What a forum calls a post. */
export function nameOf({ title }: Post): string {
  return truncate(oneLine(title), MAX_NAME);
}

/**
 * The post, if it is among those of a forum that are active, or archived since `firstAt` (epoch milliseconds). When a thread began
 * is not asked: our clock may have run hours ahead at the first try.
 */
export async function findPost(
  rest: REST,
  channels: Channels,
  address: string,
  post: Post,
  firstAt: number,
): Promise<SendOutcome | undefined> {
  const answer = await channels.get(address);
  if (answer.kind !== 'known') return answer;
  if (!('guild_id' in answer.channel)) return undefined;
  try {
    const self = await ownId(rest);
    for await (const thread of threadsSince(rest, answer.channel.guild_id, address, firstAt - SLACK_MS)) {
      const mayBe = thread.owner_id === self && thread.name === nameOf(post);
      if (mayBe && (await beginsWith(rest, thread, post))) return { kind: 'sent', messageId: thread.id };
    }
    return undefined;
  } catch (error) {
    const outcome = outcomeOf(error);
    // Without Read Message History the archived posts can't be seen: that those under way were looked through must do.
    return outcome.kind === 'forbidden' ? undefined : outcome;
  }
}

/** Whether a thread of the right name is this post. A message that was deleted, or may not be read, speaks not against it. */
async function beginsWith(rest: REST, { id }: APIThreadChannel, { message }: Post): Promise<boolean> {
  try {
    return isSamePost((await rest.get(Routes.channelMessage(id, id))) as APIMessage, message);
  } catch (error) {
    const { kind } = failureOf(error);
    if (kind === 'passing' || kind === 'unauthorized') throw error;
    return true;
  }
}

/** Makes a post say, and be called, what it would be now. */
export async function editPost(rest: REST, threadId: string, post: Post): Promise<EditOutcome> {
  try {
    await rest.patch(Routes.channelMessage(threadId, threadId), { body: asEdit(post.message) });
    await rename(rest, threadId, nameOf(post));
    return { kind: 'sent', messageId: threadId };
  } catch (error) {
    return editOutcomeOf(error);
  }
}

/** A name is changed only when it differs: Discord takes few changes of a channel's name. */
async function rename(rest: REST, threadId: string, name: string): Promise<void> {
  const thread = (await rest.get(Routes.channel(threadId))) as APIThreadChannel;
  if (thread.name !== name) await rest.patch(Routes.channel(threadId), { body: { name } });
}
