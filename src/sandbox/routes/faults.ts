import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Fault, faultAnswer, type Faults } from '../faults.ts';
import { pathOf } from './path.ts';

/** Lets faults befall the calls: before they take effect, or after those that succeeded. */
export function faultHooks(app: FastifyInstance, faults: Faults): void {
  app.addHook('onRequest', async (request, reply) => {
    const fault = faults.take(callOf(request), false);
    if (fault === undefined) return;
    await befall(fault, request);
    // Who has left takes the call along: without `after` it never takes effect.
    if (request.raw.socket.destroyed) reply.hijack();
    else await answer(fault, reply);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const fault = reply.statusCode < 400 ? faults.take(callOf(request), true) : undefined;
    if (fault === undefined) return payload;
    await befall(fault, request);
    const instead = faultAnswer(fault);
    if (instead === undefined) return payload;
    void reply.code(instead.status).headers({ ...jsonType, ...instead.headers });
    return JSON.stringify(instead.body);
  });
}

const jsonType = { 'content-type': 'application/json' };

const callOf = (request: FastifyRequest) => `${request.method} ${pathOf(request)}`;

async function befall(fault: Fault, { raw: { socket } }: FastifyRequest): Promise<void> {
  if (fault.hang === true) await once(socket, 'close');
  else if (fault.hang !== undefined) await setTimeout(fault.hang);
  if (fault.reset) socket.resetAndDestroy();
}

async function answer(fault: Fault, reply: FastifyReply): Promise<void> {
  const instead = faultAnswer(fault);
  if (instead) await reply.code(instead.status).headers(instead.headers).send(instead.body);
}
