import type { FastifyInstance } from 'fastify';
import { BOT } from '../cast.ts';
import { ANNOUNCEMENT, type Channel, isForum, isThread, takesMessages } from '../channel.ts';
import { checkBody } from '../check.ts';
import { amendMessage, composeMessage, isEphemeral } from '../message.ts';
import type { Message } from '../objects.ts';
import { refusal } from '../refusal.ts';
import {
  botRights,
  MANAGE_MESSAGES,
  READ_MESSAGE_HISTORY,
  requireRights,
  SEND_MESSAGES,
  SEND_MESSAGES_IN_THREADS,
  visible,
} from '../rights.ts';
import { isOwn, type State } from '../state.ts';
import { type ApiContext, channelOf } from './context.ts';
import { listMessages, type ListQuery } from './list-messages.ts';

interface InChannel {
  Params: { channelId: string };
  Querystring: ListQuery;
}
interface OneMessage {
  Params: { channelId: string; messageId: string };
}

const ALL = '/channels/:channelId/messages';
const ONE = `${ALL}/:messageId`;
export const CROSSPOSTED = 1 << 0;

/** https://discord.com/developers/docs/resources/message */
export function messageRoutes(app: FastifyInstance, context: ApiContext): void {
  const { state } = context;

  app.get<InChannel>(ALL, ({ params, query }) => {
    const channel = readable(state, params.channelId);
    // Discord refuses nobody for that: it shows nothing.
    const mayRead = (botRights(state, channel) & READ_MESSAGE_HISTORY) !== 0n;
    return listMessages(mayRead ? state.messages(channel.id) : [], query);
  });
  app.post<InChannel>(ALL, ({ params, body }) => createMessage(context, params.channelId, body, Date.now()));
  app.get<OneMessage>(ONE, ({ params }) => messageOf(state, params));
  app.patch<OneMessage>(ONE, ({ params, body }) => {
    const message = ownMessage(state, params, 50005);
    if (channelOf(state, params.channelId).thread_metadata?.archived) throw refusal(50083);
    const amended = amendMessage(message, checkBody('editMessage', body), Date.now());
    state.replaceMessage(amended);
    return amended;
  });
  app.delete<OneMessage>(ONE, async ({ params }, reply) => {
    state.removeMessage(ownMessage(state, params, 50013));
    await reply.code(204).send();
  });
  app.post<OneMessage>(`${ONE}/crosspost`, ({ params }) => {
    const channel = channelOf(state, params.channelId);
    const message = messageOf(state, params);
    requireRights(state, channel, isOwn(message) ? SEND_MESSAGES : MANAGE_MESSAGES);
    if (channel.type !== ANNOUNCEMENT) throw refusal(50024);
    const flags = message.flags;
    if (flags & CROSSPOSTED) throw refusal(40033);
    const published = { ...message, flags: flags | CROSSPOSTED };
    state.replaceMessage(published);
    return published;
  });
}

function createMessage({ state, nonces }: ApiContext, channelId: string, sent: unknown, now: number): Message {
  const channel = writable(state, channelId);
  const body = checkBody('createMessage', sent);
  const nonce = body.enforce_nonce === true ? (body.nonce ?? undefined) : undefined;
  const known = nonce === undefined ? undefined : nonces.find(channel.id, BOT.id, nonce, now);
  if (known !== undefined) return messageOf(state, { channelId: channel.id, messageId: known });
  const seen = visible(body, botRights(state, channel));
  const message = composeMessage(seen, { id: state.nextId(now), channelId: channel.id, author: BOT }, now);
  state.addMessage(message);
  if (nonce !== undefined) nonces.remember(channel.id, BOT.id, nonce, message.id, now);
  return message;
}

function readable(state: State, channelId: string): Channel {
  const channel = channelOf(state, channelId);
  if (!takesMessages(channel)) throw refusal(50024);
  return channel;
}

/** A channel that takes the bot's messages now; a thread that was archived opens for it. */
function writable(state: State, channelId: string): Channel {
  const channel = channelOf(state, channelId);
  if (isForum(channel)) throw refusal(40058);
  if (!takesMessages(channel)) throw refusal(50008);
  requireRights(state, channel, isThread(channel) ? SEND_MESSAGES_IN_THREADS : SEND_MESSAGES);
  if (channel.recipients?.some(({ id }) => state.closedTo.has(id))) throw refusal(50007);
  const thread = channel.thread_metadata;
  if (!thread?.archived) return channel;
  if (thread.locked) throw refusal(50083);
  const opened = { ...channel, thread_metadata: { ...thread, archived: false } };
  state.replaceChannel(opened);
  return opened;
}

function messageOf(state: State, { channelId, messageId }: OneMessage['Params']): Message {
  const message = state.message(channelOf(state, channelId).id, messageId);
  if (message === undefined || isEphemeral(message)) throw refusal(10008);
  return message;
}

function ownMessage(state: State, place: OneMessage['Params'], otherwise: 50005 | 50013): Message {
  const message = messageOf(state, place);
  if (!isOwn(message)) throw refusal(otherwise);
  return message;
}
