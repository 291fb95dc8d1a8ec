import type { FastifyInstance } from 'fastify';
import { BOT, GUILD } from '../cast.ts';
import { overwriteCommands } from '../commands.ts';
import { refusal } from '../refusal.ts';
import type { ApiContext } from './context.ts';

interface Scope {
  Params: { applicationId: string; guildId?: string };
}

const SCOPES = ['/applications/:applicationId/commands', '/applications/:applicationId/guilds/:guildId/commands'];

/** https://discord.com/developers/docs/interactions/application-commands#endpoints */
export function commandRoutes(app: FastifyInstance, { state }: ApiContext): void {
  for (const path of SCOPES) {
    app.get<Scope>(path, ({ params }) => state.commands.get(scopeOf(params)) ?? []);
    app.put<Scope>(path, ({ params, body }) => {
      const scope = scopeOf(params);
      const commands = overwriteCommands(body, state.commands.get(scope) ?? [], () => state.nextId(Date.now()));
      state.commands.set(scope, commands);
      return commands;
    });
  }
}

function scopeOf({ applicationId, guildId }: Scope['Params']): string {
  if (applicationId !== BOT.id) throw refusal(20012);
  if (guildId !== undefined && guildId !== GUILD) throw refusal(10004);
  return guildId ?? 'global';
}
