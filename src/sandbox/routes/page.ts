import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { renderPage, type PageChannel, type PageView } from '../page/page.ts';

export interface PageSource {
  channels(): readonly PageChannel[];
  readonly messagesOf: PageView['messagesOf'];
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The sandbox's page at `/`, with its style and its script. */
export function pageRoutes(app: FastifyInstance, source: PageSource): void {
  app.get<{ Querystring: { channel?: unknown } }>('/', ({ query }, reply) => {
    const channelId = typeof query.channel === 'string' ? query.channel : undefined;
    const html = renderPage({ channels: source.channels(), messagesOf: source.messagesOf, channelId });
    return reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(html);
  });
  const css = part('page.css');
  app.get('/sandbox/page.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(css));
  const script = part('page.js');
  app.get('/sandbox/page.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script));
}

function part(name: string): string {
  return readFileSync(new URL(`../page/${name}`, import.meta.url), 'utf8');
}
