import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { UserError } from '../../lib/errors.ts';
import { FaultBody, type Faults } from '../faults.ts';
import type { Gateway } from '../gateway.ts';
import type { Interactions } from '../interactions.ts';
import { Refusal, refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import { playRoutes } from './play.ts';

interface Parts {
  readonly state: State;
  readonly faults: Faults;
  readonly gateway: Gateway;
  readonly interactions: Interactions;
}

/** What people and tests ask of the sandbox itself. */
export function sandboxRoutes(app: FastifyInstance, parts: Parts): void {
  const { state, faults, gateway } = parts;
  playRoutes(app, parts);
  app.setErrorHandler(async (error, _request, reply) => {
    if (error instanceof Refusal) return await reply.code(error.status).send(error.body);
    if (error instanceof UserError) return await reply.code(400).send({ error: error.message });
    throw error;
  });
  app.get('/channels', () =>
    state.channels().map(({ id, name, type, recipients }) => ({ id, name: name ?? recipients?.[0]?.username, type })),
  );
  app.get<{ Params: { channelId: string } }>('/channels/:channelId/messages', ({ params }) => {
    if (state.channel(params.channelId) === undefined) throw refusal(10003);
    return state.messages(params.channelId);
  });
  app.post('/faults', async ({ body }, reply) => {
    const fault = FaultBody.safeParse(body);
    if (!fault.success) return await reply.code(400).send({ error: z.prettifyError(fault.error) });
    if (fault.data.match === 'gateway') gateway.cut(fault.data.status);
    else faults.add(fault.data);
    return await reply.code(204).send();
  });
  app.delete('/faults', async (_request, reply) => {
    faults.clear();
    await reply.code(204).send();
  });
}
