import type { FastifyRequest } from 'fastify';

/** The path of a call to Discord's API, behind its version and without its query. */
export function pathOf(request: FastifyRequest): string {
  return (request.url.split('?')[0] ?? '').replace(/^\/api\/v10/, '');
}
