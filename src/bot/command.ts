import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
} from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { z } from 'zod';
import type { Caller, Context, Suggest } from './context.ts';
import type { Option, Options, Values } from './option.ts';
import type { Reply } from './reply.ts';

type Given = ChatInputCommandInteraction['options'];

/** What a command file declares: from it come Discord's JSON, the types of the options and their reading. */
interface Declaration<Table extends Options> {
  readonly name: string;
  readonly description: string;
  /** In the order in which Discord shows them; those that are required come first. */
  readonly options: Table;
  run(options: Values<Table>, caller: Caller, context: Context): Promise<Reply>;
}

/** A command or a subcommand, its types read out. */
export interface Task {
  readonly name: string;
  readonly description: string;
  readonly options: readonly APIApplicationCommandBasicOption[];
  run(given: Given, caller: Caller, context: Context): Promise<Reply>;
  suggestFor(option: string): Suggest | undefined;
}

/** What a button or a choice does. */
export interface Action {
  /** It may answer with a form, which has to be the first answer: the press is not acknowledged before it. */
  readonly opens?: true;
  /** @returns undefined when `carry` is of a shape that this version doesn't know: the button has expired. */
  run(carry: unknown, chosen: readonly string[], caller: Caller, context: Context): Promise<Reply> | undefined;
}

/** Who may use a command, and where. */
interface Access {
  /** Only members with Manage Server see it, unless a server's admins say otherwise. */
  readonly managersOnly?: true;
  /** Also in direct messages with Herald. */
  readonly inDirectMessages?: true;
}

/** One slash command. */
export interface Command {
  readonly json: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** By subcommand; the empty name is the command itself. */
  readonly tasks: ReadonlyMap<string, Task>;
  readonly actions: Readonly<Record<string, Action>>;
}

type Extras = Access & { readonly actions?: Readonly<Record<string, Action>> };

/** A command without subcommands. */
export function command<Table extends Options>({ actions = {}, ...declaration }: Declaration<Table> & Extras): Command {
  const single = task(declaration);
  return { json: describe(declaration, [...single.options]), tasks: new Map([['', single]]), actions };
}

/** A command of several subcommands. */
export function group(
  declaration: Extras & { readonly name: string; readonly description: string; readonly tasks: readonly Task[] },
): Command {
  const options = declaration.tasks.map(({ name, description, options }) => ({
    type: ApplicationCommandOptionType.Subcommand as const,
    name,
    description,
    options: [...options],
  }));
  return {
    json: describe(declaration, options),
    tasks: new Map(declaration.tasks.map((part) => [part.name, part])),
    actions: declaration.actions ?? {},
  };
}

/** A subcommand, or what a command does. */
export function task<Table extends Options>(declaration: Declaration<Table>): Task {
  const options = Object.entries<Option<unknown>>(declaration.options);
  return {
    name: declaration.name,
    description: declaration.description,
    options: options.map(([name, option]) => option.describe(name)),
    run: (given, caller, context) => {
      const values = Object.fromEntries(options.map(([name, option]) => [name, option.read(given, name)]));
      // The entries are the table's own, read by the table's own options.
      return declaration.run(values as Values<Table>, caller, context);
    },
    suggestFor: (option) => declaration.options[option]?.suggest,
  };
}

/** @param schema of what the buttons carry; buttons outlive the version that made them. */
export function action<Schema extends z.ZodType>(
  schema: Schema,
  run: (carry: z.output<Schema>, caller: Caller, context: Context, chosen: readonly string[]) => Promise<Reply>,
): Action {
  return {
    run: (carry, chosen, caller, context) => {
      const parsed = schema.safeParse(carry);
      return parsed.success ? run(parsed.data, caller, context, chosen) : undefined;
    },
  };
}

/** An action that may open a form. */
export function opener(opened: Action): Action {
  return { ...opened, opens: true };
}

/** The task that an interaction names, if this version of Herald has it. */
export function taskOf(
  commands: readonly Command[],
  interaction: ChatInputCommandInteraction | AutocompleteInteraction,
): Task | undefined {
  const found = commands.find(({ json }) => json.name === interaction.commandName);
  return found?.tasks.get(interaction.options.getSubcommand(false) ?? '');
}

function describe(
  {
    name,
    description,
    managersOnly,
    inDirectMessages,
  }: Access & { readonly name: string; readonly description: string },
  options: RESTPostAPIChatInputApplicationCommandsJSONBody['options'] & object,
): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const contexts = [InteractionContextType.Guild, ...(inDirectMessages ? [InteractionContextType.BotDM] : [])];
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description,
    options,
    contexts,
    integration_types: [ApplicationIntegrationType.GuildInstall],
    default_member_permissions: managersOnly ? String(PermissionFlagsBits.ManageGuild) : null,
  };
}
