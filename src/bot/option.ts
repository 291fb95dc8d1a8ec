import { ApplicationCommandOptionType, type ChannelType, type ChatInputCommandInteraction } from 'discord.js';
import type { APIApplicationCommandBasicOption } from 'discord-api-types/v10';
import { UserError } from '../lib/errors.ts';
import type { Suggest } from './context.ts';
import { texts } from './texts.ts';

type Given = ChatInputCommandInteraction['options'];

/** One option of a command: what Discord is told of it, and how its value is read. */
export interface Option<Value> {
  describe(name: string): APIApplicationCommandBasicOption;
  read(given: Given, name: string): Value;
  /** Answers while the member types. */
  readonly suggest?: Suggest;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
export type Values<Table extends Options> = { readonly [Name in keyof Table]: ReturnType<Table[Name]['read']> };

/** A channel that a member named. */
export interface NamedChannel {
  readonly id: string;
  readonly type: ChannelType;
}

interface TextFacts {
  readonly description: string;
  readonly maxLength?: number;
  readonly suggest?: Suggest;
}

export function text({ description, maxLength = 200, suggest }: TextFacts): Option<string | undefined> {
  return {
    describe: (name) => ({
      type: ApplicationCommandOptionType.String,
      name,
      description,
      max_length: maxLength,
      ...(suggest === undefined ? {} : { autocomplete: true }),
    }),
    read: (given, name) => {
      const typed = given.getString(name)?.trim();
      return typed === '' ? undefined : (typed ?? undefined);
    },
    ...(suggest === undefined ? {} : { suggest }),
  };
}

/** One of a few words. */
export function word<const Value extends string>(
  description: string,
  words: readonly { readonly name: string; readonly value: Value }[],
): Option<Value | undefined> {
  return {
    describe: (name) => ({ type: ApplicationCommandOptionType.String, name, description, choices: [...words] }),
    read: (given, name) => words.find(({ value }) => value === given.getString(name))?.value,
  };
}

/** A whole number between two others, both among it. */
export function wholeNumber(description: string, least: number, most: number): Option<number | undefined> {
  return {
    describe: (name) => ({
      type: ApplicationCommandOptionType.Integer,
      name,
      description,
      min_value: least,
      max_value: most,
    }),
    read: (given, name) => given.getInteger(name) ?? undefined,
  };
}

export function role(description: string): Option<string | undefined> {
  return {
    describe: (name) => ({ type: ApplicationCommandOptionType.Role, name, description }),
    read: (given, name) => given.getRole(name)?.id,
  };
}

/** @param types those to choose from; all when left out: Discord's list for that knows no media channels. */
export function channel(description: string, types?: readonly ChannelType[]): Option<NamedChannel | undefined> {
  return {
    // discord-api-types narrows the list to the types that a server's channel can have: the caller's list is one of those.
    describe: (name) =>
      ({
        type: ApplicationCommandOptionType.Channel,
        name,
        description,
        ...(types === undefined ? {} : { channel_types: types }),
      }) as APIApplicationCommandBasicOption,
    read: (given, name) => {
      const named = given.getChannel(name);
      return named === null ? undefined : { id: named.id, type: named.type };
    },
  };
}

/** The same option, without which Discord does not run the command. */
export function required<Value>(option: Option<Value>): Option<NonNullable<Value>> {
  return {
    ...option,
    describe: (name) => ({ ...option.describe(name), required: true }),
    read: (given, name) => {
      const value = option.read(given, name);
      if (value !== undefined && value !== null) return value;
      // Discord takes a few spaces for a value.
      if (given.get(name) !== null) throw new UserError(texts.blank(name));
      throw new Error(`Discord ran a command without its required option ${name}`);
    },
  };
}
