import type { FastifyInstance } from 'fastify';
import { BOT } from '../cast.ts';

const APPLICATION = {
  id: BOT.id,
  name: BOT.global_name,
  description: '',
  summary: '',
  icon: null,
  bot: BOT,
  bot_public: true,
  bot_require_code_grant: false,
  flags: 0,
  verify_key: '0'.repeat(64),
};

/** The bot about itself and its gateway. */
export function applicationRoutes(app: FastifyInstance): void {
  app.get('/gateway/bot', ({ host }) => ({
    url: `ws://${host}/gateway`,
    shards: 1,
    session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
  }));
  app.get('/users/@me', () => BOT);
  app.get('/applications/@me', () => APPLICATION);
  app.get('/oauth2/applications/@me', () => APPLICATION);
}
