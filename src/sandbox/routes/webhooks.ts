import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { BOT, GUILD } from '../cast.ts';
import { isForum, isThread, takesMessages, type Channel } from '../channel.ts';
import { checkBody } from '../check.ts';
import { amendMessage, composeMessage } from '../message.ts';
import type { Message, MessageBody } from '../objects.ts';
import { invalidForm, refusal } from '../refusal.ts';
import { MANAGE_WEBHOOKS, requireRights } from '../rights.ts';
import type { State, Webhook } from '../state.ts';
import { type ApiContext, channelOf } from './context.ts';

interface Pass {
  readonly id: string;
  readonly token: string;
  readonly threadId: string | undefined;
}

/** As many as Discord lets a channel have. */
const MOST_WEBHOOKS = 15;

/** https://discord.com/developers/docs/resources/webhook; those of interactions stand in interactions.ts. */
export function webhookRoutes(app: FastifyInstance, { state }: ApiContext): void {
  app.post<{ Params: { channelId: string } }>('/channels/:channelId/webhooks', ({ params, body }) => {
    const channel = channelOf(state, params.channelId);
    requireRights(state, channel, MANAGE_WEBHOOKS);
    if (channel.guild_id === undefined || isThread(channel)) throw refusal(50024);
    const { name } = checkBody('createWebhook', body);
    requireName(name, 'name');
    const there = [...state.webhooks.values()].filter(({ channelId }) => channelId === channel.id);
    if (there.length >= MOST_WEBHOOKS) throw refusal(30007);
    const webhook = { id: state.nextId(Date.now()), token: randomBytes(34).toString('base64url'), name };
    state.webhooks.set(webhook.id, { ...webhook, channelId: channel.id });
    return { ...webhook, type: 1, channel_id: channel.id, guild_id: GUILD, avatar: null, application_id: BOT.id };
  });
  app.delete<{ Params: { id: string } }>('/webhooks/:id', async ({ params }, reply) => {
    if (!state.webhooks.delete(params.id)) throw refusal(10015);
    await reply.code(204).send();
  });
}

/** What a webhook says. No nonce is heeded here. */
export function execute(state: State, pass: Pass, sent: unknown, now: number): Message {
  const webhook = webhookOf(state, pass);
  const channel = stageOf(state, webhook, pass.threadId);
  const body = checkBody('executeWebhook', sent);
  const { username, avatar_url: picture } = body;
  if (typeof username === 'string') requireName(username, 'username');
  if (typeof picture === 'string' && !/^https?:\/\/[^_/]+(?:\/|$)/.test(picture)) {
    throw invalidForm([{ path: ['avatar_url'], code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }]);
  }
  const name = username ?? webhook.name;
  const author = { ...BOT, id: webhook.id, username: name, global_name: name, avatar: null };
  const message = composeMessage(withoutNonce(body), { id: state.nextId(now), channelId: channel.id, author }, now);
  const said = { ...message, webhook_id: webhook.id, application_id: BOT.id, ...(picture && { avatar_url: picture }) };
  state.addMessage(said);
  return said;
}

export function amend(state: State, pass: Pass, messageId: string, sent: unknown, now: number): Message {
  const webhook = webhookOf(state, pass);
  const channel = stageOf(state, webhook, pass.threadId);
  const message = state.message(channel.id, messageId);
  if (message?.author.id !== webhook.id) throw refusal(10008);
  if (channel.thread_metadata?.archived) throw refusal(50083);
  const amended = amendMessage(message, checkBody('editReply', sent), now);
  state.replaceMessage(amended);
  return amended;
}

function webhookOf(state: State, { id, token }: Pass): Webhook {
  const webhook = state.webhooks.get(id);
  if (webhook === undefined) throw refusal(10015);
  if (webhook.token !== token) throw refusal(50027);
  return webhook;
}

/** The webhook's channel, or a thread in it. */
function stageOf(state: State, { channelId }: Webhook, threadId: string | undefined): Channel {
  const channel = state.channel(threadId ?? channelId);
  const isThere = channel !== undefined && (threadId === undefined || channel.parent_id === channelId);
  if (!isThere) throw refusal(10003);
  if (isForum(channel) || !takesMessages(channel)) throw refusal(50024);
  return channel;
}

function withoutNonce(body: MessageBody): MessageBody {
  return { ...body, nonce: null };
}

/** https://discord.com/developers/docs/resources/webhook#create-webhook */
function requireName(name: string, field: string): void {
  if (name.trim() !== '' && name.length <= 80 && !/discord|clyde/i.test(name)) return;
  const message = 'Username cannot contain "discord" or "clyde", and is 1 to 80 in length.';
  throw invalidForm([{ path: [field], code: 'USERNAME_INVALID_CONTAINS', message }]);
}
