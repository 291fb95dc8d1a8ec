import type { IncomingMessage, Server } from 'node:http';
import type { FastifyInstance } from 'fastify';

/**
 * Lets in only calls that name this server by an address of this machine, so that a name which another site points here
 * (DNS rebinding) opens nothing, and lets no page of another origin change anything.
 */
export function guardAddress(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isOurs(request.raw, app.server)) return;
    await reply.code(403).send({ error: 'The sandbox answers only to its own address on this machine.' });
  });
}

/** Whether a call or an upgrade was meant for this server, and is not another site's doing. */
export function isOurs({ headers, method }: IncomingMessage, server: Server): boolean {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!names.includes(headers.host ?? '')) return false;
  const reads = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined;
  return reads || headers.origin === undefined || names.some((name) => headers.origin === `http://${name}`);
}
