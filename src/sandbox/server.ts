import fastify, { type FastifyInstance } from 'fastify';
import { CHANNELS } from './cast.ts';
import { createFaults } from './faults.ts';
import { Gateway } from './gateway.ts';
import { guardAddress, isOurs } from './guard.ts';
import { Interactions } from './interactions.ts';
import { createNonces } from './nonces.ts';
import { DISCORD_RATES, type Rates } from './rates.ts';
import { apiRoutes } from './routes/api.ts';
import { pageRoutes } from './routes/page.ts';
import { publishEvery, sampleRoutes } from './routes/sample.ts';
import { sandboxRoutes } from './routes/sandbox.ts';
import { createSample, type Sample } from './sample.ts';
import { State } from './state.ts';
import { TOKEN } from './token.ts';

export interface SandboxOptions {
  /** 0: any free port. */
  readonly port: number;
  /** How often the sample feed publishes an article; undefined: only when asked to. */
  readonly sampleSeconds?: number;
  /** Departures from Discord's limits on calls. */
  readonly limits?: Partial<Rates>;
  /** How long a nonce is remembered; 180 by default. */
  readonly nonceSeconds?: number;
}

/** A Discord of our own on 127.0.0.1. */
export interface Sandbox {
  readonly url: string;
  /** What DISCORD_API_URL would be. */
  readonly apiUrl: string;
  readonly token: string;
  /** The sample feed. */
  readonly feedUrl: string;
  readonly sample: Sample;
  /** The ids of the channels that always stand. */
  readonly channels: typeof CHANNELS;
  readonly state: State;
  readonly gateway: Gateway;
  /** How many calls were answered with each status. */
  readonly answers: ReadonlyMap<number, number>;
  /** How many calls were refused because they came too early for a limit. */
  readonly early: () => number;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** Starts a sandbox; rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = new State();
  const gateway = new Gateway(TOKEN);
  const faults = createFaults();
  const answers = new Map<number, number>();
  const early = { calls: 0 };
  const interactions = new Interactions(state);
  const nonces = createNonces((options.nonceSeconds ?? 180) * 1000);
  const rates = { ...DISCORD_RATES, ...options.limits };

  const app = fastify({ forceCloseConnections: true, bodyLimit: MAX_BODY_BYTES });
  guardAddress(app);
  await under(app, '/api/v10', (api) => apiRoutes(api, { state, faults, nonces, interactions, rates, answers, early }));
  await under(app, '/sandbox', (own) => sandboxRoutes(own, { state, faults, gateway, interactions }));
  const sample = createSample({ baseUrl: () => app.listeningOrigin, now: Date.now });
  sampleRoutes(app, sample);
  if (options.sampleSeconds !== undefined) publishEvery(app, sample, options.sampleSeconds);
  pageRoutes(app, state);
  serveGateway(app, gateway);
  const url = await app.listen({ host: '127.0.0.1', port: options.port });

  return {
    url,
    apiUrl: `${url}/api`,
    token: TOKEN,
    feedUrl: `${url}/sandbox/feed.xml`,
    channels: CHANNELS,
    sample,
    state,
    gateway,
    answers,
    early: () => early.calls,
    close: async () => {
      gateway.close();
      await app.close();
    },
  };
}

/** Adds routes with a prefix and with hooks of their own. */
async function under(app: FastifyInstance, prefix: string, routes: (scope: FastifyInstance) => void): Promise<void> {
  await app.register(
    (scope, _options, done) => {
      routes(scope);
      done();
    },
    { prefix },
  );
}

function serveGateway(app: FastifyInstance, gateway: Gateway): void {
  app.server.on('upgrade', (request, socket, head) => {
    const asked = request.url?.startsWith('/gateway') && isOurs(request, app.server);
    if (asked) gateway.upgrade(request, socket, head);
    else socket.destroy();
  });
}
