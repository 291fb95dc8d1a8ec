import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createRateLimits, isExempt } from '../rates.ts';
import { plainRefusal, Refusal, refusal } from '../refusal.ts';
import { TOKEN } from '../token.ts';
import { applicationRoutes } from './application.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import type { ApiContext } from './context.ts';
import { faultHooks } from './faults.ts';
import { guildRoutes } from './guilds.ts';
import { interactionRoutes } from './interactions.ts';
import { messageRoutes } from './messages.ts';
import { pathOf } from './path.ts';
import { threadRoutes } from './threads.ts';
import { webhookRoutes } from './webhooks.ts';

const ROUTES = [
  applicationRoutes,
  channelRoutes,
  commandRoutes,
  guildRoutes,
  interactionRoutes,
  messageRoutes,
  threadRoutes,
  webhookRoutes,
];

/** Discord's REST API v10, as far as Herald uses it: https://discord.com/developers/docs/reference */
export function apiRoutes(app: FastifyInstance, context: ApiContext): void {
  faultHooks(app, context.faults);
  authorize(app);
  limitRates(app, context);
  app.addHook('onResponse', (_request, reply, done) => {
    context.answers.set(reply.statusCode, (context.answers.get(reply.statusCode) ?? 0) + 1);
    done();
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(() => {
    throw plainRefusal(404, 'Not Found');
  });
  for (const routes of ROUTES) routes(app, context);
}

function authorize(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const entitled = isExempt(pathOf(request)) || request.headers.authorization === `Bot ${TOKEN}`;
    done(entitled ? undefined : plainRefusal(401, 'Unauthorized'));
  });
}

function limitRates(app: FastifyInstance, { rates, early }: ApiContext): void {
  const admit = createRateLimits(rates);
  app.addHook('onRequest', async (request, reply) => {
    const { headers, refused } = admit(request.method, pathOf(request), Date.now());
    reply.headers(headers);
    if (refused === undefined) return;
    early.calls += 1;
    const { retryAfterSeconds, global } = refused;
    await reply.code(429).send({ message: 'You are being rate limited.', retry_after: retryAfterSeconds, global });
  });
}

async function answerError(
  error: FastifyError | Refusal,
  _request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const answer = error instanceof Refusal ? error : refusalOf(error);
  await reply.code(answer.status).send(answer.body);
}

/** Fastify's own errors in Discord's words. Anything else is a bug of the sandbox, and must be seen. */
function refusalOf(error: FastifyError): Refusal {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal(413, 40005, 'Request entity too large');
  if (error.statusCode !== undefined && error.statusCode < 500) return refusal(50109);
  return plainRefusal(500, `Internal Server Error (${error.message})`);
}
