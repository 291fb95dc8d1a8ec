import { mayUse, ROLES, GUILD } from '../cast.ts';
import { isThread, type Channel } from '../channel.ts';
import type { CommandPart } from '../command-limits.ts';
import type { RegisteredCommand } from '../commands.ts';
import type { User } from '../objects.ts';
import type { State } from '../state.ts';
import { nameOfPerson } from './avatar.ts';
import { nameOf } from './view.ts';

/** What the box for messages may offer. */
export interface Usable {
  readonly commands: readonly UsableCommand[];
  readonly channels: readonly Named[];
  readonly roles: readonly Named[];
  readonly users: readonly Named[];
}

interface UsableCommand {
  /** With its group and subcommand: `feed add`. */
  readonly name: string;
  readonly description: string;
  readonly options: readonly CommandPart[];
}

interface Named {
  readonly id: string;
  readonly name: string;
  /** A channel's kind. */
  readonly type?: number;
}

const CHAT = 1;
const NESTED = new Set([1, 2]);
const IN_SERVER = 0;
const IN_DIRECT_MESSAGES = 1;

/** The commands that a person may use in a channel, as Discord would offer them, and what their options may name. */
export function usableBy(user: User, channel: Channel, state: State): Usable {
  const commands = [...state.commands.values()].flat().filter((command) => isUsable(command, user, channel));
  const server = state.channels().filter((one) => one.guild_id !== undefined && !isThread(one));
  return {
    commands: commands.flatMap((command) => leaves(command, command.name)),
    channels: server.map((one) => ({ id: one.id, name: nameOf(one), type: one.type })),
    roles: ROLES.filter(({ id }) => id !== GUILD).map(({ id, name }) => ({ id, name })),
    users: [...state.users.values()].map((one) => ({ id: one.id, name: nameOfPerson(one) })),
  };
}

function isUsable(command: RegisteredCommand, user: User, { guild_id: guild }: Channel): boolean {
  const contexts = 'contexts' in command && Array.isArray(command.contexts) ? command.contexts : undefined;
  if (command.type !== CHAT) return false;
  if (contexts?.includes(guild === undefined ? IN_DIRECT_MESSAGES : IN_SERVER) === false) return false;
  return guild === undefined || mayUse(user, command.default_member_permissions);
}

function leaves(part: CommandPart, name: string): UsableCommand[] {
  const options = part.options ?? [];
  const nested = options.filter(({ type }) => NESTED.has(type ?? 0));
  if (nested.length > 0) return nested.flatMap((inner) => leaves(inner, `${name} ${inner.name}`));
  return [{ name, description: part.description ?? '', options }];
}
