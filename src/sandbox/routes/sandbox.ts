import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { FaultBody, type Faults } from '../faults.ts';
import type { Gateway } from '../gateway.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import { channelOf } from './context.ts';

interface Parts {
  readonly state: State;
  readonly faults: Faults;
  readonly gateway: Gateway;
}

/** What people and tests ask of the sandbox itself. */
export function sandboxRoutes(app: FastifyInstance, { state, faults, gateway }: Parts): void {
  app.setErrorHandler(async (error, _request, reply) => {
    if (error instanceof Refusal) return await reply.code(error.status).send(error.body);
    throw error;
  });
  app.get('/channels', () =>
    state.channels().map(({ id, name, type, recipients }) => ({ id, name: name ?? recipients?.[0]?.username, type })),
  );
  app.get<{ Params: { channelId: string } }>('/channels/:channelId/messages', ({ params }) => {
    return state.messages(channelOf(state, params.channelId).id);
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
