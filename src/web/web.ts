import type { Logger } from 'pino';
import type { Store } from '../store/index.ts';
import { plain, type Answer } from './answer.ts';
import { complaintsOf, type Parts } from './health.ts';
import type { Metrics } from './metrics.ts';
import { startServer, type Route, type Server } from './server.ts';
import { statusRoutes } from './status.ts';
import { webSubRoute } from './websub.ts';

export interface WebOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** What lets in; undefined: whoever reaches this machine's own address may enter. */
  readonly token: string | undefined;
}

export interface WebContext {
  readonly store: Store;
  readonly log: Logger;
  readonly now: () => number;
  readonly version: string;
  readonly metrics: Metrics;
  readonly parts: Parts;
  /** Is told that a feed is to be polled; undefined: no hub is subscribed to. */
  readonly due?: (() => void) | undefined;
}

/**
 * Serves the status page, the metrics, and what a supervisor asks for.
 *
 * @throws {UserError} when it can't listen there.
 */
export async function startWeb(options: WebOptions, context: WebContext): Promise<Server> {
  const { metrics, parts, log, due } = context;
  const routes: readonly Route[] = [
    { path: '/healthz', open: true, answer: () => plain(200, 'ok') },
    { path: '/readyz', answer: () => readiness(parts) },
    ...statusRoutes(context),
    ...(due === undefined ? [] : [webSubRoute({ ...context, due })]),
    {
      path: '/metrics',
      answer: async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
    },
  ];
  const server = await startServer(routes, { ...options, log });
  log.info({ url: server.url }, 'the status page is served');
  return server;
}

async function readiness(parts: Parts): Promise<Answer> {
  const complaints = await complaintsOf(parts);
  const lines = Object.entries(complaints).map(([part, complaint]) => `${part}: ${complaint ?? 'ok'}`);
  return plain(Object.values(complaints).every((complaint) => complaint === undefined) ? 200 : 503, lines.join('\n'));
}
