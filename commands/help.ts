import { InteractionContextType } from 'discord.js';
import { command, type Command } from '../src/bot/command.ts';
import type { Caller, Context } from '../src/bot/context.ts';
import { commandIds } from '../src/bot/register.ts';
import { COLOUR } from './look.ts';
import { texts } from './texts.ts';

/** Writes a command, given as `NAME` or `NAME SUBCOMMAND`, so that a member can press it. */
type Mention = (command: string) => string;

export const help = command({
  name: 'help',
  description: texts.help.description,
  inDirectMessages: true,
  options: {},
  run: async (_options, caller, { commands, store }) => {
    const ids = await commandIds(caller.applicationId, store);
    const mention: Mention = (words) => {
      const id = ids.get(words.split(' ')[0] ?? '');
      return id === undefined ? `\`/${words}\`` : `</${words}:${id}>`;
    };
    const sections = sectionsFor(caller, commands).map(({ title, list }) => section(title, list, mention));
    const description = [(await startFor(caller, store))(mention), ...sections].join('\n\n');
    return { embeds: [{ title: texts.help.title, description, color: COLOUR }] };
  },
});

async function startFor({ serverId, mayManage }: Caller, { servers }: Context['store']) {
  if (serverId === undefined) return texts.help.startDirectly;
  return mayManage && (await servers.countFeeds(serverId)) === 0 ? texts.help.startWithout : texts.help.start;
}

/** Only what the member can use here. */
function sectionsFor({ serverId, mayManage }: Caller, commands: readonly Command[]) {
  const worksDirectly = ({ json }: Command) => json.contexts?.includes(InteractionContextType.BotDM) ?? false;
  const ofManagers = ({ json }: Command) => typeof json.default_member_permissions === 'string';
  if (serverId === undefined) return [{ title: texts.help.inDirectMessages, list: commands.filter(worksDirectly) }];
  return [
    { title: texts.help.forEveryone, list: commands.filter((one) => !ofManagers(one)) },
    { title: texts.help.forManagers, list: mayManage ? commands.filter(ofManagers) : [] },
  ].filter(({ list }) => list.length > 0);
}

function section(title: string, commands: readonly Command[], mention: Mention): string {
  return [`**${title}**`, ...commands.flatMap((one) => linesOf(one, mention))].join('\n');
}

function linesOf({ json, tasks }: Command, mention: Mention): string[] {
  return [...tasks].map(([name, { description }]) => `${mention(`${json.name} ${name}`.trim())} ${description}`);
}
