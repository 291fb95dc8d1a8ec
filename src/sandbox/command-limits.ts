import { codePoints } from '../lib/text.ts';
import { at } from './limits.ts';
import type { FieldFault } from './refusal.ts';

/** A command or an option of one, as a request states it, once Discord's schemas have checked its shape. */
export interface CommandPart {
  readonly name: string;
  readonly description?: string | null;
  readonly name_localizations?: Readonly<Record<string, string>> | null;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
  readonly type?: number | null;
  readonly required?: boolean | null;
  readonly autocomplete?: boolean | null;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[] | null;
  readonly options?: readonly CommandPart[] | null;
}

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const CHAT = 1;
const MAX_CHAT_COMMANDS = 100;
const MAX_CHARACTERS = 8000;
const SUBCOMMAND = 1;
const GROUP = 2;

/** What the schemas leave out: https://discord.com/developers/docs/interactions/application-commands */
export function commandFaults(commands: readonly CommandPart[]): FieldFault[] {
  const chat = commands.filter(isChat);
  return [
    ...(chat.length > MAX_CHAT_COMMANDS ? [fault([], 'APPLICATION_COMMAND_TOO_MANY', 'Must be 100 or fewer.')] : []),
    ...duplicates(commands, (command) => `${command.type ?? CHAT} ${command.name}`),
    ...commands.flatMap((command, index) => (isChat(command) ? chatFaults(command).map(at(index)) : [])),
  ];
}

const isChat = ({ type }: CommandPart) => (type ?? CHAT) === CHAT;

function chatFaults(command: CommandPart): FieldFault[] {
  const tooLong = characters(command) > MAX_CHARACTERS;
  return [
    ...(tooLong ? [fault([], 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)')] : []),
    ...partFaults(command),
    ...optionsFaults(command.options ?? [], [SUBCOMMAND, GROUP]).map(at('options')),
  ];
}

/** The names, descriptions and values of a command, each in its longest language. */
function characters(part: CommandPart): number {
  const longest = (text: string, languages: Readonly<Record<string, string>> | null | undefined) =>
    Math.max(...[text, ...Object.values(languages ?? {})].map(codePoints));
  const own =
    longest(part.name, part.name_localizations) + longest(part.description ?? '', part.description_localizations);
  const choices = (part.choices ?? []).reduce((sum, { name, value }) => sum + codePoints(`${name}${value}`), 0);
  return own + choices + (part.options ?? []).reduce((sum, option) => sum + characters(option), 0);
}

function partFaults({ name, name_localizations: names, description }: CommandPart): FieldFault[] {
  const all: [PropertyKey[], string][] = [[['name'], name]];
  for (const [locale, text] of Object.entries(names ?? {})) all.push([['name_localizations', locale], text]);
  const misnamed = all.filter(([, text]) => !NAME.test(text) || text !== text.toLowerCase());
  return [
    ...misnamed.map(([path]) => fault(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')),
    ...((description ?? '') === '' ? [fault(['description'], 'BASE_TYPE_REQUIRED', 'This field is required')] : []),
  ];
}

/** @param nestable the kinds of options with options of their own that may stand here: command > group > subcommand. */
function optionsFaults(options: readonly CommandPart[], nestable: readonly number[]): FieldFault[] {
  const nested = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  const mixed = nested.length > 0 && nested.length < options.length;
  return [
    ...(mixed
      ? [fault([], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Subcommands and options exclude each other')]
      : []),
    ...duplicates(options, ({ name }) => name),
    ...options.flatMap((option, index) => optionFaults(option, options[index - 1], nestable).map(at(index))),
  ];
}

function optionFaults(option: CommandPart, before: CommandPart | undefined, nestable: readonly number[]): FieldFault[] {
  const { type, required, autocomplete, choices } = option;
  const isNested = type === SUBCOMMAND || type === GROUP;
  const late = required === true && before !== undefined && before.required !== true;
  const both = autocomplete === true && (choices ?? []).length > 0;
  return [
    ...partFaults(option),
    ...(isNested && !nestable.includes(type)
      ? [fault(['type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-command option types are not nestable')]
      : []),
    ...(late
      ? [
          fault(
            [],
            'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
            'Required options must be placed before non-required options',
          ),
        ]
      : []),
    ...(both
      ? [
          fault(
            ['autocomplete'],
            'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
            'Choices and autocomplete exclude each other',
          ),
        ]
      : []),
    ...optionsFaults(option.options ?? [], type === GROUP ? [SUBCOMMAND] : []).map(at('options')),
  ];
}

function duplicates(parts: readonly CommandPart[], keyOf: (part: CommandPart) => string): FieldFault[] {
  const seen = new Set<string>();
  return parts.flatMap((part, index) => {
    const twice = seen.has(keyOf(part));
    seen.add(keyOf(part));
    return twice ? [fault([index, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'The name must be unique')] : [];
  });
}

function fault(path: readonly PropertyKey[], code: string, message: string): FieldFault {
  return { path, code, message };
}
