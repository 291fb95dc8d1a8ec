import type { AutocompleteInteraction } from 'discord.js';
import type { Logger } from 'pino';
import { truncate } from '../lib/text.ts';
import { taskOf } from './command.ts';
import type { Caller, Context } from './context.ts';

const MAX_CHOICES = 25;
const MAX_LENGTH = 100;

/** Answers what a member is typing with proposals; a failure is an empty list, for the member may type on. */
export async function complete(
  interaction: AutocompleteInteraction,
  caller: Caller,
  context: Context,
  log: Logger,
): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const suggest = taskOf(context.commands, interaction)?.suggestFor(name);
  const found = await suggest?.(value, caller, context).catch((error: unknown) => {
    log.error({ err: error, option: name }, 'an autocompletion failed');
    return [];
  });
  // A value that Discord would refuse for its length can't be cut without becoming another value.
  const usable = (found ?? []).filter((choice) => choice.value.length > 0 && choice.value.length <= MAX_LENGTH);
  await interaction.respond(
    usable.slice(0, MAX_CHOICES).map((choice) => ({ name: truncate(choice.name, MAX_LENGTH), value: choice.value })),
  );
}
