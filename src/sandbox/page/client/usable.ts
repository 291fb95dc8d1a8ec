import { here } from './page.ts';

/** See `page/usable.ts`. */
export interface Usable {
  readonly commands: readonly Command[];
  readonly channels: readonly Named[];
  readonly roles: readonly Named[];
  readonly users: readonly Named[];
}

export interface Command {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
}

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-structure */
export interface Option {
  readonly name: string;
  readonly description?: string;
  readonly type: number;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly Choice[];
  readonly channel_types?: readonly number[];
}

export interface Choice {
  readonly name: string;
  readonly value: Value;
}

export type Value = string | number | boolean;

interface Named {
  readonly id: string;
  readonly name: string;
  readonly type?: number;
}

const TYPES = { integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10 } as const;

/** What may be used in the open channel now. */
export async function fetchUsable(): Promise<Usable> {
  const { channel, as } = here();
  const answer = await fetch(`/sandbox/page/usable?${new URLSearchParams({ channel, as }).toString()}`);
  return (await answer.json()) as Usable;
}

/** The values among which an option's stands; undefined: any text will do. */
export function valuesOf(option: Option, usable: Usable): readonly Choice[] | undefined {
  if (option.choices?.length) return option.choices;
  const kinds = option.channel_types ?? [];
  const channels = usable.channels.filter(({ type }) => kinds.length === 0 || kinds.includes(type ?? 0));
  switch (option.type) {
    case TYPES.boolean:
      return [
        { name: 'True', value: true },
        { name: 'False', value: false },
      ];
    case TYPES.user:
      return usable.users.map(mention('@'));
    case TYPES.channel:
      return channels.map(mention('#'));
    case TYPES.role:
      return usable.roles.map(mention('@'));
    case TYPES.mentionable:
      return [...usable.users, ...usable.roles].map(mention('@'));
    default:
      return undefined;
  }
}

/** What a typed text is as the value of an option that takes any. */
export function typedValue({ type }: Option, text: string): Value {
  return type === TYPES.integer || type === TYPES.number ? Number(text) : text;
}

function mention(sign: string) {
  return ({ id, name }: Named): Choice => ({ name: name.startsWith(sign) ? name : sign + name, value: id });
}
