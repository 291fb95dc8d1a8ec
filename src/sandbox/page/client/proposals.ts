import type { Draft, Field } from './fields.ts';
import { takeValue, valuesIn } from './fields.ts';
import { ask, here } from './page.ts';
import type { Suggestion } from './suggestions.ts';
import { valuesOf, type Choice, type Command, type Option, type Usable } from './usable.ts';

const MOST = 25;

/** The commands that a text beginning with a slash may become. */
export function commandProposals(text: string, { commands }: Usable, take: (command: Command) => void): Suggestion[] {
  const typed = text.slice(1).toLowerCase();
  const rank = ({ name }: Command) => (name.startsWith(typed) ? 0 : 1);
  return commands
    .filter(({ name }) => name.includes(typed))
    .sort((a, b) => rank(a) - rank(b))
    .map((command) => ({
      label: `/${command.name}`,
      hint: command.description,
      options: command.options.map(({ name, required }) => (required ? `${name}*` : name)),
      take: () => take(command),
    }));
}

/** The options that a command does not have yet. */
export function optionProposals(
  text: string,
  { command, fields }: Draft,
  take: (option: Option) => void,
): Suggestion[] {
  return command.options
    .filter((option) => !fields.some((field) => field.option === option) && option.name.startsWith(text.toLowerCase()))
    .map((option) => ({ label: option.name, hint: option.description ?? '', take: () => take(option) }));
}

/** The values that an option may have, of a list or as the bot proposes them. */
export async function valueProposals(
  field: Field,
  draft: Draft,
  usable: Usable,
  done: () => void,
): Promise<Suggestion[]> {
  const { option, input } = field;
  const values = valuesOf(option, usable)?.filter(({ name }) => name.toLowerCase().includes(input.value.toLowerCase()));
  const proposed = values ?? (option.autocomplete ? await complete(field, draft, usable) : []);
  return proposed.slice(0, MOST).map((choice) => ({
    label: choice.name,
    take: () => {
      takeValue(field, choice);
      done();
    },
  }));
}

async function complete({ option, input }: Field, draft: Draft, usable: Usable): Promise<readonly Choice[]> {
  const { channel, user } = here();
  const options = { ...valuesIn(draft, usable), [option.name]: input.value };
  const body = { name: draft.command.name, options, focused: option.name, channelId: channel, userId: user };
  const { choices } = await ask('/sandbox/autocomplete', body);
  return choices ?? [];
}
