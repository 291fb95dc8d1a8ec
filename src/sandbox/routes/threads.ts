import type { FastifyInstance } from 'fastify';
import { BOT, GUILD } from '../cast.ts';
import { ANNOUNCEMENT, type Channel, isForum, isThread, REQUIRES_TAG, takesMessages } from '../channel.ts';
import { checkBody } from '../check.ts';
import { composeMessage } from '../message.ts';
import { invalidForm, refusal } from '../refusal.ts';
import { botRights, MANAGE_THREADS, READ_MESSAGE_HISTORY, requireRights, SEND_MESSAGES, visible } from '../rights.ts';
import type { State } from '../state.ts';
import { compareIds } from '../snowflake.ts';
import { type ApiContext, channelOf } from './context.ts';

interface InChannel {
  Params: { channelId: string };
}

interface Archive extends InChannel {
  Querystring: { before?: string; limit?: string };
}

/** https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel */
export function threadRoutes(app: FastifyInstance, { state }: ApiContext): void {
  app.post<InChannel>('/channels/:channelId/threads', async ({ params, body }, reply) => {
    const parent = channelOf(state, params.channelId);
    requireRights(state, parent, SEND_MESSAGES);
    const made = isForum(parent) ? inForum(state, parent, body, Date.now()) : inText(state, parent, body, Date.now());
    await reply.code(201).send(made);
  });
  app.get<{ Params: { guildId: string } }>('/guilds/:guildId/threads/active', ({ params }) => {
    if (params.guildId !== GUILD) throw refusal(10004);
    const threads = state.channels().filter((one) => isThread(one) && !one.thread_metadata?.archived);
    return { threads: threads.toSorted((a, b) => compareIds(b.id, a.id)), members: [] };
  });
  app.get<Archive>('/channels/:channelId/threads/archived/public', ({ params, query }) =>
    archivedThreads(state, channelOf(state, params.channelId), query),
  );
}

/** https://discord.com/developers/docs/resources/channel#list-public-archived-threads */
function archivedThreads(state: State, parent: Channel, { before, limit = '50' }: Archive['Querystring']): object {
  requireRights(state, parent, READ_MESSAGE_HISTORY);
  const archivedAt = (thread: Channel) => thread.thread_metadata?.archive_timestamp ?? '';
  const archived = state
    .channels()
    .filter((one) => one.parent_id === parent.id && one.thread_metadata?.archived)
    .filter((thread) => before === undefined || Date.parse(archivedAt(thread)) < Date.parse(before))
    .toSorted((a, b) => archivedAt(b).localeCompare(archivedAt(a)));
  return { threads: archived.slice(0, Number(limit)), members: [], has_more: archived.length > Number(limit) };
}

/** A forum's thread begins with a message, which has the thread's own id. */
function inForum(state: State, parent: Channel, sent: unknown, now: number): object {
  const body = checkBody('createForumThread', sent);
  const tags = body.applied_tags ?? [];
  const known = new Map((parent.available_tags ?? []).map((tag) => [tag.id, tag]));
  const unknown = tags.findIndex((tag) => !known.has(tag));
  if (unknown >= 0) {
    throw invalidForm([{ path: ['applied_tags', unknown], code: 'INVALID_FORUM_TAG', message: 'Unknown tag.' }]);
  }
  const moderated = tags.some((tag) => known.get(tag)?.moderated);
  if (moderated) requireRights(state, parent, MANAGE_THREADS);
  if (parent.flags & REQUIRES_TAG && tags.length === 0) throw refusal(40067);
  const id = state.nextId(now);
  const message = composeMessage(
    visible(body.message, botRights(state, parent)),
    { id, channelId: id, author: BOT },
    now,
  );
  const thread = { ...newThread(id, body.name, parent, 11, now), applied_tags: tags };
  state.addChannel(thread);
  state.addMessage(message);
  return { ...(state.channel(id) ?? thread), message };
}

function inText(state: State, parent: Channel, sent: unknown, now: number): Channel {
  if (parent.guild_id === undefined || isThread(parent) || !takesMessages(parent)) throw refusal(50024);
  const body = checkBody('createThread', sent);
  const type = parent.type === ANNOUNCEMENT ? 10 : (body.type ?? 12);
  const thread = newThread(state.nextId(now), body.name, parent, type, now);
  state.addChannel(thread);
  return thread;
}

function newThread(id: string, name: string, parent: Channel, type: number, now: number): Channel {
  return {
    id,
    type,
    name,
    guild_id: GUILD,
    parent_id: parent.id,
    owner_id: BOT.id,
    flags: 0,
    thread_metadata: {
      archived: false,
      locked: false,
      auto_archive_duration: 4320,
      archive_timestamp: new Date(now).toISOString(),
    },
    message_count: 0,
    member_count: 1,
    last_message_id: null,
  };
}
