import { UserError } from '../lib/errors.ts';
import type { Component } from './objects.ts';

/** A form that the bot has opened: https://discord.com/developers/docs/components/reference#text-input */
export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  /** Labels (or, as they once were, rows) around text inputs. */
  readonly components: readonly (Component & { readonly component?: TextInput })[];
}

type TextInput = Component & {
  readonly required?: boolean | null;
  readonly min_length?: number | null;
  readonly max_length?: number | null;
  readonly value?: string | null;
};

const TEXT_INPUT = 4;

/**
 * The `data` of a form that a person sends, checked as Discord's own client would; a field that is not named keeps what it held.
 *
 * @throws UserError when the person could not have done that.
 */
export function modalBody({ custom_id, components }: Modal, fields: Readonly<Record<string, string>>): object {
  const filled = (input: TextInput) => ({
    type: TEXT_INPUT,
    custom_id: input.custom_id,
    value: written(input, fields[input.custom_id ?? ''] ?? input.value ?? ''),
  });
  const parts = components.map(({ type, component, components: inputs = [] }) => ({
    type,
    ...(component === undefined ? { components: inputs.map(filled) } : { component: filled(component) }),
  }));
  return { custom_id, components: parts };
}

function written({ required, min_length: least, max_length: most }: TextInput, value: string): string {
  if (value === '' && required !== false) throw new UserError('A required field is empty.');
  if (value.length < (least ?? 0) || value.length > (most ?? 4000))
    throw new UserError('A field is too short or long.');
  return value;
}
