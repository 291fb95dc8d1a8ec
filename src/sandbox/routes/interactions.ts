import type { FastifyInstance } from 'fastify';
import { BOT } from '../cast.ts';
import type { ApiContext } from './context.ts';
import { amend, execute } from './webhooks.ts';

interface Callback {
  Params: { id: string; token: string };
  Querystring: { with_response?: string };
}
interface InThread {
  readonly thread_id?: string;
}
/** Of an interaction or, when the first id is not the application's, of a webhook. */
interface Webhook {
  Querystring: InThread;
  Params: { applicationId: string; token: string };
}
interface WebhookMessage {
  Querystring: InThread;
  Params: { applicationId: string; token: string; messageId: string };
}

/** The bot's answers; their token stands for its own. */
export function interactionRoutes(app: FastifyInstance, { interactions, state }: ApiContext): void {
  app.post<Callback>('/interactions/:id/:token/callback', async ({ params, query, body }, reply) => {
    const message = interactions.acknowledge(params.id, params.token, body, Date.now());
    if (query.with_response !== 'true') return await reply.code(204).send();
    const { type } = body as { type: number }; // checked by `acknowledge`
    const resource = { type, ...(message && { message }) };
    return { interaction: { id: params.id, type: 2, response_message_id: message?.id }, resource };
  });

  app.post<Webhook>('/webhooks/:applicationId/:token', ({ params, query, body }) => {
    if (params.applicationId !== BOT.id) return execute(state, passOf(params, query), body, Date.now());
    return interactions.followUp(params.token, body, Date.now());
  });
  const one = '/webhooks/:applicationId/:token/messages/:messageId';
  app.get<WebhookMessage>(one, ({ params }) => interactions.find(params.token, params.messageId, Date.now()));
  app.patch<WebhookMessage>(one, ({ params, query, body }) => {
    if (params.applicationId !== BOT.id) {
      return amend(state, passOf(params, query), params.messageId, body, Date.now());
    }
    return interactions.edit(params.token, params.messageId, body, Date.now());
  });
  app.delete<WebhookMessage>(one, async ({ params }, reply) => {
    interactions.remove(params.token, params.messageId, Date.now());
    await reply.code(204).send();
  });
}

function passOf({ applicationId: id, token }: Webhook['Params'], { thread_id: threadId }: InThread) {
  return { id, token, threadId };
}
