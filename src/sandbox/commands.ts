import * as spec from 'discord-api-spec/zod';
import { BOT } from './cast.ts';
import { commandFaults, type CommandPart } from './command-limits.ts';
import { at } from './limits.ts';
import { invalidForm, refusal } from './refusal.ts';
import { schemaFaults } from './schema.ts';

/** A command that is registered. */
export interface RegisteredCommand extends CommandPart {
  readonly id: string;
  readonly application_id: string;
  readonly version: string;
  readonly type: number;
  readonly description: string;
  /** A bitset in decimal; null: everyone. */
  readonly default_member_permissions: string | null;
}

/**
 * The commands that a bulk overwrite registers: one of the same name and kind keeps its id.
 *
 * @throws Refusal when Discord would refuse the list.
 */
export function overwriteCommands(
  sent: unknown,
  before: readonly RegisteredCommand[],
  nextId: () => string,
): RegisteredCommand[] {
  return checked(sent).map((command) => {
    const type = command.type ?? 1;
    const known = before.find((one) => one.name === command.name && one.type === type);
    return {
      contexts: null,
      nsfw: false,
      integration_types: [0],
      ...command,
      id: known?.id ?? nextId(),
      application_id: BOT.id,
      version: nextId(),
      type,
      description: command.description ?? '',
      default_member_permissions: command.default_member_permissions ?? null,
    };
  });
}

type SentCommand = CommandPart & { readonly default_member_permissions?: string | null };

function checked(sent: unknown): readonly SentCommand[] {
  if (!Array.isArray(sent)) throw refusal(50109);
  const misshapen = sent.flatMap((command: unknown, index) =>
    schemaFaults(spec.ApplicationCommandUpdateRequestSchema, withNumericRights(command)).map(at(index)),
  );
  if (misshapen.length > 0) throw invalidForm(misshapen);
  const commands = sent as SentCommand[]; // the schema has just said so
  const found = commandFaults(commands);
  if (found.length > 0) throw invalidForm(found);
  return commands;
}

/** Discord takes the bitset as a decimal string, its published schema as a number. */
function withNumericRights(command: unknown): unknown {
  if (typeof command !== 'object' || command === null || !('default_member_permissions' in command)) return command;
  const rights = command.default_member_permissions;
  return typeof rights === 'string' ? { ...command, default_member_permissions: Number(rights) } : command;
}
