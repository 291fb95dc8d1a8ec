import { ask, attempt, find, here, make, type Modal } from './page.ts';

/** A text input of a modal: https://discord.com/developers/docs/components/reference#text-input */
interface TextInput {
  readonly type: 4;
  readonly custom_id: string;
  readonly label?: string;
  readonly style?: number;
  readonly value?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly min_length?: number;
  readonly max_length?: number;
}

const PARAGRAPH = 2;

/** Shows what a bot asks in a form of its own, and sends what is answered. */
export function askModal(modal: Modal): void {
  const dialog = find(HTMLDialogElement, '#modal');
  const inputs = textInputs(modal.components, undefined);
  const form = make(
    'form',
    { method: 'dialog' },
    make('h2', { id: 'modal-title' }, modal.title),
    ...inputs.map(({ label, input }) => fieldOf(label, input)),
    make('p', { class: 'quiet' }, 'This form will be submitted to Herald.'),
    make('div', { class: 'row' }, make('button', { class: 'button primary' }, 'Submit'), cancelButton()),
  );
  form.addEventListener('submit', () => {
    const fields = Object.fromEntries(new FormData(form));
    attempt(() => ask('/sandbox/modals', { fields, userId: here().user }));
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}

/** Inputs stand in rows, or in labels that carry their names. */
function textInputs(parts: readonly unknown[], label: string | undefined): { label: string; input: TextInput }[] {
  return parts.flatMap((part) => {
    const { type, ...more } = part as { type: number; label?: string; component?: unknown; components?: unknown[] };
    if (type === 4) return [{ label: label ?? more.label ?? '', input: part as TextInput }];
    const inner = more.components ?? (more.component === undefined ? [] : [more.component]);
    return textInputs(inner, more.label ?? label);
  });
}

function fieldOf(label: string, input: TextInput): HTMLElement {
  const attributes = {
    name: input.custom_id,
    ...(input.placeholder && { placeholder: input.placeholder }),
    ...(input.required !== false && { required: '' }),
    ...(input.min_length !== undefined && { minlength: String(input.min_length) }),
    maxlength: String(input.max_length ?? 4000),
  };
  const field = make(input.style === PARAGRAPH ? 'textarea' : 'input', attributes);
  field.value = input.value ?? '';
  return make('label', {}, `${label} `, field);
}

function cancelButton(): HTMLElement {
  return make('button', { type: 'button', class: 'button secondary', 'data-closes': '' }, 'Cancel');
}
