import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InteractionContextType } from 'discord.js';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import type { Command, Task } from '../src/bot/command.ts';

const README = join(import.meta.dirname, '../README.md');
const BLOCK = /(?<=<!-- commands -->\n).*?(?=<!-- \/commands -->)/s;

test("the README's table of slash commands says what the code says (UPDATE_README=1 rewrites it)", async () => {
  const readme = readFileSync(README, 'utf8');
  const made = await tableOf(commands);
  if (process.env['UPDATE_README'])
    writeFileSync(
      README,
      readme.replace(BLOCK, () => made),
    );
  else expect(BLOCK.exec(readme)?.[0]).toBe(made);
});

/** As Prettier would have it: the README is checked by it as well. */
async function tableOf(list: readonly Command[]): Promise<string> {
  const rows = list.flatMap((command) => [...command.tasks.values()].map((task) => rowOf(command, task)));
  const table = ['| command | does | who |', '| --- | --- | --- |', ...rows].join('\n');
  return `\n${await format(table, { ...(await resolveConfig(README)), parser: 'markdown' })}\n`;
}

function rowOf({ json, tasks }: Command, { name, description, options }: Task): string {
  const words = tasks.has('') ? [json.name] : [json.name, name];
  const shown = options.map((option) => (option.required ? option.name : `[${option.name}]`));
  return `| \`/${[...words, ...shown].join(' ')}\` | ${description} | ${whoMayUse(json)} |`;
}

function whoMayUse({ default_member_permissions: rights, contexts }: Command['json']): string {
  if (typeof rights === 'string') return 'Manage Server';
  return contexts?.includes(InteractionContextType.BotDM) ? 'everyone, also in direct messages' : 'everyone';
}
