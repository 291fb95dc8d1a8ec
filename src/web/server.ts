import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { UserError, codeOf } from '../lib/errors.ts';
import { plain, type Answer } from './answer.ts';
import { askedBy, urlOf, type Asked } from './asked.ts';
import { doorOf, type Door } from './door.ts';

export interface Route {
  readonly path: string | RegExp;
  /** Answers everybody, without a token and under any name of this server. */
  readonly open?: true;
  /** Of what is read (GET). */
  answer(asked: Asked): Promise<Answer> | Answer;
  /** Of what is sent (POST), where anything may be. */
  post?(asked: Asked): Promise<Answer>;
}

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly token: string | undefined;
  readonly log: Logger;
}

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** No answer is kept, shown in another page, taken for what it is not, or asks for anything from elsewhere. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
};

const SLOWEST_MS = 10_000;

/**
 * Serves routes.
 *
 * @throws {UserError} when it can't listen there.
 */
export async function startServer(routes: readonly Route[], options: ServerOptions): Promise<Server> {
  const { host, port, token, log } = options;
  const door = doorOf(token);
  const server = createServer({ requestTimeout: SLOWEST_MS }, (request, response) => {
    answerTo(request, routes, door)
      .catch((error: unknown) => {
        log.error({ err: error, path: pathOf(request) }, 'a page could not be made');
        return plain(500, 'Something went wrong. The log says what.');
      })
      .then((answer) => send(response, answer, request.method))
      .catch((error: unknown) => log.error({ err: error }, 'an answer could not be sent'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(refusal(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { address, family, port: bound } = server.address() as AddressInfo; // It listens on a port, not on a pipe.
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerTo(request: IncomingMessage, routes: readonly Route[], door: Door): Promise<Answer> {
  const asked = askedBy(request);
  const { pathname } = asked.url;
  const route = routes.find(({ path }) => (typeof path === 'string' ? path === pathname : path.test(pathname)));
  const refused = route?.open === true ? undefined : door(request);
  if (refused !== undefined) return refused;
  if (route === undefined) return plain(404, 'There is nothing here. The status page is at /.');
  if (request.method === 'POST' && route.post !== undefined) return await route.post(asked);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return plain(405, 'This can only be read.', { allow: 'GET, HEAD' });
  return await route.answer(asked);
}

function send(response: ServerResponse, { status, type, body, headers }: Answer, method: string | undefined): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...HEADERS, 'content-type': type, 'content-length': bytes.length, ...headers });
  response.end(method === 'HEAD' ? undefined : bytes);
}

function pathOf(request: IncomingMessage): string {
  return urlOf(request).pathname;
}

function refusal(error: Error, host: string, port: number): Error {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return new UserError(`The port ${port} is taken: set HTTP_PORT to another one.`);
  if (code === 'EACCES')
    return new UserError(`Herald may not listen on port ${port}: set HTTP_PORT to one above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new UserError(
      `${host} is no address of this machine: set HTTP_HOST to one of its own, or to 0.0.0.0 for all.`,
    );
  return error;
}
