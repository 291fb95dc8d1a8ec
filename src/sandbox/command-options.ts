import { UserError } from '../lib/errors.ts';
import { INVITED, ROLES } from './cast.ts';
import type { CommandPart } from './command-limits.ts';
import type { RegisteredCommand } from './commands.ts';
import { botRights } from './rights.ts';
import type { State } from './state.ts';

/** An option as an interaction carries it. */
interface SentOption {
  readonly name: string;
  readonly type: number;
  readonly value?: unknown;
  readonly focused?: true;
  readonly options?: readonly SentOption[];
}

const SUBCOMMAND = 1;
const GROUP = 2;
const JS_TYPES: Readonly<Record<number, string>> = { 3: 'string', 4: 'number', 5: 'boolean', 10: 'number' };

/**
 * The `data` of an interaction, checked as Discord's own client would before it sends it.
 *
 * @param path the words behind the command's name: of its group and subcommand.
 * @param focused the option that is being typed; undefined: the command is run.
 * @throws UserError when it can't be sent so.
 */
export function commandBody(
  command: RegisteredCommand,
  path: readonly string[],
  given: Readonly<Record<string, unknown>>,
  focused: string | undefined,
  state: State,
): object {
  const options = nest(command, path, (leaf) => leafOptions(leaf, given, focused));
  return { id: command.id, name: command.name, type: 1, options, resolved: resolve(Object.values(given), state) };
}

function nest(
  part: CommandPart,
  path: readonly string[],
  leaf: (part: CommandPart) => readonly SentOption[],
): readonly SentOption[] {
  const [name, ...rest] = path;
  const nested = (part.options ?? []).filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (name === undefined && nested.length === 0) return leaf(part);
  const inner = nested.find((option) => option.name === name);
  if (inner === undefined)
    throw new UserError(`${part.name} needs one of: ${nested.map((one) => one.name).join(', ')}`);
  return [{ name: inner.name, type: inner.type ?? SUBCOMMAND, options: nest(inner, rest, leaf) }];
}

function leafOptions(
  part: CommandPart,
  given: Readonly<Record<string, unknown>>,
  focused: string | undefined,
): SentOption[] {
  const options = part.options ?? [];
  const unknown = Object.keys(given).find((name) => !options.some((option) => option.name === name));
  if (unknown !== undefined) throw new UserError(`${part.name} has no option ${unknown}`);
  return options.flatMap((option) => {
    const value = given[option.name];
    const isFocused = option.name === focused;
    if (value === undefined && !isFocused) {
      if (option.required && focused === undefined) throw new UserError(`${part.name} needs the option ${option.name}`);
      return [];
    }
    const type = option.type ?? 3;
    if (isFocused) return [{ name: option.name, type, value: value ?? '', focused: true as const }];
    requireFit(option, type, value);
    return [{ name: option.name, type, value }];
  });
}

function requireFit(option: CommandPart, type: number, value: unknown): void {
  if (typeof value !== (JS_TYPES[type] ?? 'string'))
    throw new UserError(`${option.name} must be a ${JS_TYPES[type] ?? 'id'}`);
  const choices = option.choices ?? [];
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    throw new UserError(`${option.name} must be one of: ${choices.map((choice) => choice.value).join(', ')}`);
  }
}

/** The people, channels and roles that the values name. */
function resolve(values: readonly unknown[], state: State): object {
  const ids = values.filter((value) => typeof value === 'string');
  const channels = ids
    .flatMap((id) => state.channel(id) ?? [])
    .map((channel) => ({
      ...channel,
      permissions: String(INVITED),
      app_permissions: String(botRights(state, channel)),
    }));
  const users = ids.flatMap((id) => state.users.get(id) ?? []);
  const roles = ROLES.filter(({ id }) => ids.includes(id));
  return { channels: byId(channels), users: byId(users), roles: byId(roles) };
}

function byId<Thing extends { readonly id: string }>(things: readonly Thing[]): Record<string, Thing> {
  return Object.fromEntries(things.map((thing) => [thing.id, thing]));
}
