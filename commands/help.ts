import { command, type Command } from '../src/bot/command.ts';
import { texts } from './texts.ts';

const COLOUR = 0x5865f2;

export const help = command({
  name: 'help',
  description: texts.help.description,
  inDirectMessages: true,
  options: {},
  run: (_options, _caller, { commands }) => {
    const ofManagers = ({ json }: Command) => json.default_member_permissions !== null;
    const description = [
      section(
        texts.help.forEveryone,
        commands.filter((one) => !ofManagers(one)),
      ),
      section(texts.help.forManagers, commands.filter(ofManagers)),
    ].join('\n');
    return Promise.resolve({ embeds: [{ title: texts.help.title, description, color: COLOUR }] });
  },
});

function section(title: string, commands: readonly Command[]): string {
  return commands.length === 0 ? '' : `**${title}**\n${commands.flatMap(linesOf).join('\n')}\n`;
}

function linesOf({ json, tasks }: Command): string[] {
  return [...tasks].map(([name, { description }]) => `\`/${`${json.name} ${name}`.trim()}\` ${description}`);
}
