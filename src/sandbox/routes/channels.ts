import type { FastifyInstance } from 'fastify';
import { BOT } from '../cast.ts';
import { type Channel, DIRECT, isThread } from '../channel.ts';
import { checkBody } from '../check.ts';
import { refusal } from '../refusal.ts';
import { type ApiContext, channelOf } from './context.ts';

interface OneChannel {
  Params: { channelId: string };
}

const ONE = '/channels/:channelId';

/** https://discord.com/developers/docs/resources/channel */
export function channelRoutes(app: FastifyInstance, { state }: ApiContext): void {
  app.get<OneChannel>(ONE, ({ params }) => channelOf(state, params.channelId));
  app.patch<OneChannel>(ONE, ({ params, body }) => {
    const changed = changedChannel(channelOf(state, params.channelId), body);
    state.replaceChannel(changed);
    return changed;
  });
  app.delete<OneChannel>(ONE, ({ params }) => {
    const channel = channelOf(state, params.channelId);
    state.removeChannel(channel);
    return channel;
  });
  app.post('/users/@me/channels', ({ body }) => {
    const { recipient_id: id } = checkBody('openDirect', body);
    const recipient = state.users.get(id ?? '');
    if (recipient === undefined) throw refusal(10013);
    if (recipient.id === BOT.id) throw refusal(50033);
    return state.directChannel(recipient, Date.now());
  });
}

function changedChannel(channel: Channel, body: unknown): Channel {
  if (channel.type === DIRECT) throw refusal(50003);
  if (!isThread(channel)) return { ...channel, ...given(checkBody('editChannel', body), ['name', 'topic', 'flags']) };
  const asked: { readonly archived?: boolean } = checkBody('editThread', body);
  if (channel.thread_metadata?.archived && asked.archived !== false) throw refusal(50083);
  return {
    ...channel,
    ...given(asked, ['name', 'applied_tags']),
    ...(channel.thread_metadata && {
      thread_metadata: {
        ...channel.thread_metadata,
        ...given(asked, ['archived', 'locked', 'auto_archive_duration']),
        ...(asked.archived !== undefined && { archive_timestamp: new Date().toISOString() }),
      },
    }),
  };
}

/** The named parts of a body that are there. */
function given(body: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}
