import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Channel } from '../channel.ts';
import { renderPage, type PageChannel } from '../page/page.ts';
import type { State } from '../state.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const STYLES = ['base.css', 'message.css', 'layout.css', 'article.css'];

/** The sandbox's page at `/`, with its style and its script. */
export function pageRoutes(app: FastifyInstance, state: State): void {
  app.get<{ Querystring: { channel?: unknown } }>('/', ({ query }, reply) => {
    const channelId = typeof query.channel === 'string' ? query.channel : undefined;
    const channels = state.channels().map(pageChannel);
    const html = renderPage({ channels, messagesOf: (id) => state.messages(id), channelId });
    return reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(html);
  });
  const css = STYLES.map(part).join('\n');
  app.get('/sandbox/page.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(css));
  const script = part('page.js');
  app.get('/sandbox/page.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script));
}

function pageChannel({ id, name, type, recipients }: Channel): PageChannel {
  return { id, name: name ?? recipients?.[0]?.username ?? 'unnamed', type };
}

function part(name: string): string {
  return readFileSync(new URL(`../page/${name}`, import.meta.url), 'utf8');
}
