import type { REST } from 'discord.js';
import type { EditOutcome, SendOutcome } from '../model/delivery.ts';
import type { Channels } from './channels.ts';
import type { Failure } from './failure.ts';
import type { Post } from './post.ts';
import { editAs, makeWebhook, sayAs, type Stage, type Webhook, type WebhookShelf } from './webhooks.ts';

/** For how long a channel in which Herald may make no webhook is not asked again. */
const REFUSED_MS = 3_600_000;

/** Speaks with the voices of feeds. Undefined is answered where that can't be: then Herald speaks itself. */
export interface Speaker {
  say(address: string, post: Post): Promise<SendOutcome | undefined>;
  edit(address: string, messageId: string, post: Post): Promise<EditOutcome | undefined>;
  /** The webhook that has spoken in a channel or thread. */
  of(address: string): Promise<Webhook | undefined>;
}

interface Tools {
  readonly rest: REST;
  readonly channels: Channels;
  readonly shelf: WebhookShelf;
  /** Channels in which Herald may make none, and until when that is taken for granted. */
  readonly refusedUntil: Map<string, number>;
  readonly now: () => number;
}

export function createSpeaker(rest: REST, channels: Channels, shelf: WebhookShelf, now = Date.now): Speaker {
  const tools: Tools = { rest, channels, shelf, now, refusedUntil: new Map() };
  return {
    of: (address) => shelf.get(address),
    say: (address, post) => say(tools, address, post, 2),
    edit: (address, messageId, post) => edit(tools, address, messageId, post),
  };
}

async function say(tools: Tools, address: string, post: Post, tries: number): Promise<SendOutcome | undefined> {
  const { message, voice } = post;
  const stage = await stageOf(tools, address);
  if (voice === undefined || stage === undefined) return undefined;
  const webhook = await webhookOf(tools, address, stage);
  if (webhook?.kind !== 'made') return webhook;
  const outcome = await sayAs(tools.rest, webhook, stage, message, voice);
  switch (outcome.kind) {
    case 'sent':
    case 'passing':
    case 'blocked':
      return outcome;
    case 'refused':
      return voice.picture !== undefined && outcome.fields.includes('avatar_url')
        ? await say(tools, address, { ...post, voice: { name: voice.name, picture: undefined } }, tries)
        : outcome;
    case 'forbidden':
      return undefined;
    // The webhook is gone or its token is refused, which says nothing about the channel or about Herald's own token.
    case 'gone':
    case 'unauthorized':
      await tools.shelf.drop(address);
      await tools.shelf.drop(stage.channelId);
      return tries > 1 ? await say(tools, address, post, tries - 1) : undefined;
  }
}

/** A thread has the webhook of its channel. */
async function stageOf({ channels }: Tools, address: string): Promise<Stage | undefined> {
  const answer = await channels.get(address);
  if (answer.kind !== 'known') return undefined;
  const { channel } = answer;
  return 'thread_metadata' in channel && typeof channel.parent_id === 'string'
    ? { channelId: channel.parent_id, threadId: address }
    : { channelId: address, threadId: undefined };
}

/** The webhook of a channel, made when there is none; undefined: Herald may make none, or the channel has too many. */
async function webhookOf(
  { rest, shelf, refusedUntil, now }: Tools,
  address: string,
  { channelId }: Stage,
): Promise<({ readonly kind: 'made' } & Webhook) | Failure | undefined> {
  const kept = (await shelf.get(address)) ?? (await shelf.get(channelId));
  if (kept === undefined && (refusedUntil.get(channelId) ?? 0) > now()) return undefined;
  const webhook = kept === undefined ? await makeWebhook(rest, channelId) : { kind: 'made' as const, ...kept };
  switch (webhook.kind) {
    case 'made':
      for (const place of new Set([channelId, address])) await shelf.keep(place, webhook);
      return webhook;
    case 'passing':
    case 'unauthorized':
      return webhook;
    case 'gone':
    case 'forbidden':
    case 'refused':
    case 'blocked':
      refusedUntil.set(channelId, now() + REFUSED_MS);
      return undefined;
  }
}

async function edit(
  tools: Tools,
  address: string,
  messageId: string,
  { message }: Post,
): Promise<EditOutcome | undefined> {
  const webhook = await tools.shelf.get(address);
  const stage = webhook && (await stageOf(tools, address));
  if (webhook === undefined || stage === undefined) return undefined;
  const outcome = await editAs(tools.rest, webhook, stage, messageId, message);
  // Whatever else is wrong, the message may be one of Herald's own.
  return ['sent', 'passing', 'refused'].includes(outcome.kind) ? outcome : undefined;
}
