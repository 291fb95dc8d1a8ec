import { make } from './page.ts';
import { typedValue, valuesOf, type Choice, type Command, type Option, type Usable, type Value } from './usable.ts';

/** An option of the command that is being filled in. */
export interface Field {
  readonly option: Option;
  readonly input: HTMLInputElement;
  readonly element: HTMLElement;
  /** What was taken of the suggestions; undefined: what is typed counts. */
  taken: Choice | undefined;
}

/** A command that is being filled in. */
export interface Draft {
  readonly command: Command;
  readonly fields: Field[];
}

export function makeField(option: Option): Field {
  const required = option.required === true;
  const input = make('input', {
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': 'suggestions',
    'aria-autocomplete': 'list',
    'aria-label': `${option.name}${required ? ', required' : ''}: ${option.description ?? ''}`,
    ...(required && { 'aria-required': 'true' }),
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    maxlength: '6000',
  });
  const name = make('span', { class: 'option', 'aria-hidden': 'true' }, required ? `${option.name} *` : option.name);
  return { option, input, element: make('span', { class: 'field' }, name, input), taken: undefined };
}

/** Takes a value for a field, as if it had been chosen. */
export function takeValue(field: Field, choice: Choice): void {
  field.taken = choice;
  field.input.value = choice.name;
}

/** The values of the fields that are filled in, by the names of their options. */
export function valuesIn({ fields }: Draft, usable: Usable): Record<string, Value> {
  const filled = fields.flatMap((field) => {
    const value = valueOf(field, usable);
    return value === undefined ? [] : [[field.option.name, value] as const];
  });
  return Object.fromEntries(filled);
}

/** What keeps a command from being sent: the field and a sentence; undefined: nothing. */
export function faultIn({ fields }: Draft, usable: Usable): { field: Field; sentence: string } | undefined {
  for (const field of fields) {
    const { option, input } = field;
    const isEmpty = input.value.trim() === '';
    if (isEmpty && option.required)
      return { field, sentence: `${option.name} is required: ${option.description ?? ''}` };
    if (!isEmpty && valueOf(field, usable) === undefined) {
      return { field, sentence: `${option.name} must be one of those in its list.` };
    }
  }
  return undefined;
}

/** The options of a command in a text such as `tag:rust ping:Readers`; a text before them is the first option's. */
export function readOptions(text: string, { options }: Command): Map<string, string> {
  const names = options.map(({ name }) => name).join('|');
  const [lead = '', ...parts] = text.split(new RegExp(`(?:^|\\s+)(${names}):\\s*`));
  const found = new Map<string, string>();
  if (lead.trim() !== '' && options[0]) found.set(options[0].name, lead.trim());
  for (let index = 0; index + 1 < parts.length; index += 2)
    found.set(parts[index] ?? '', (parts[index + 1] ?? '').trim());
  return found;
}

function valueOf({ option, input, taken }: Field, usable: Usable): Value | undefined {
  const text = input.value.trim();
  if (text === '') return undefined;
  if (taken?.name === input.value) return taken.value;
  const values = valuesOf(option, usable);
  if (values === undefined) return typedValue(option, text);
  return values.find(({ name }) => bare(name) === bare(text))?.value;
}

const bare = (name: string) => name.toLowerCase().replace(/^[@#]/, '');
