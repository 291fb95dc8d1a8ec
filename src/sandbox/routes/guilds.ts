import type { FastifyInstance } from 'fastify';
import { GUILD, GUILD_OBJECT, ROLES } from '../cast.ts';
import { isThread } from '../channel.ts';
import { refusal } from '../refusal.ts';
import type { ApiContext } from './context.ts';

interface OneGuild {
  Params: { guildId: string };
}

/** https://discord.com/developers/docs/resources/guild */
export function guildRoutes(app: FastifyInstance, { state }: ApiContext): void {
  app.get<OneGuild>('/guilds/:guildId', ({ params }) => {
    requireGuild(params.guildId);
    return { ...GUILD_OBJECT, roles: ROLES };
  });
  app.get<OneGuild>('/guilds/:guildId/roles', ({ params }) => {
    requireGuild(params.guildId);
    return ROLES;
  });
  app.get<OneGuild>('/guilds/:guildId/channels', ({ params }) => {
    requireGuild(params.guildId);
    return state.channels().filter((channel) => channel.guild_id === GUILD && !isThread(channel));
  });
}

function requireGuild(id: string): void {
  if (id !== GUILD) throw refusal(10004);
}
