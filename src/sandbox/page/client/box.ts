import { faultIn, makeField, readOptions, valuesIn, type Draft, type Field } from './fields.ts';
import { askModal } from './modal.ts';
import { OPENED } from './opening.ts';
import { ask, attempt, find, here, make, say } from './page.ts';
import { commandProposals, optionProposals, valueProposals } from './proposals.ts';
import { hideSuggestions, moveSuggestion, suggest, suggesting, takeSuggestion } from './suggestions.ts';
import { fetchUsable, valuesOf, type Command, type Option, type Usable } from './usable.ts';

/** Told to the document when a command was answered; its detail is the command's name. */
export const RAN = 'ran';

const PAUSE_MS = 120;

let usable: Usable = { commands: [], channels: [], roles: [], users: [] };
let draft: Draft | undefined;
let asked = 0;

const line = () => find(HTMLInputElement, '#compose .line');

/** Makes the box for messages and commands work. */
export function serveBox(): void {
  const compose = find(HTMLElement, '#compose');
  compose.addEventListener('keydown', onKey);
  compose.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement) onInput(target);
  });
  compose.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLInputElement && draft !== undefined) propose(target);
  });
  compose.addEventListener('focusout', hideSuggestions);
  compose.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener(OPENED, () => {
    clear();
    load();
  });
  load();
}

/** Learns what may be used here, ahead of the question. What fails now is asked again when a slash is typed. */
function load(): void {
  fetchUsable().then(
    (found) => (usable = found),
    () => undefined,
  );
}

/** Types a text into the box, as if its reader had. */
export function type(text: string): void {
  attempt(async () => {
    clear();
    usable = await fetchUsable();
    line().value = text;
    line().focus();
    onInput(line());
  });
}

function clear(): void {
  draft = undefined;
  hideSuggestions();
  document.querySelector('#compose .command')?.replaceChildren();
  const input = document.querySelector<HTMLInputElement>('#compose .line');
  if (input === null) return;
  input.value = '';
  input.placeholder = `${input.ariaLabel ?? ''}, or type / for Herald’s commands`;
}

function onInput(input: HTMLInputElement): void {
  say('');
  input.removeAttribute('aria-invalid');
  recognise(input.value);
  propose(document.activeElement instanceof HTMLInputElement ? document.activeElement : input);
}

/** Takes the command that a text names in full, with the options that stand behind it. */
function recognise(text: string): void {
  const command = draft === undefined ? usable.commands.find(({ name }) => text.startsWith(`/${name} `)) : undefined;
  if (command !== undefined) begin(command, text.slice(command.name.length + 2));
}

function propose(input: HTMLInputElement): void {
  asked += 1;
  const turn = asked;
  const show = (suggestions: Parameters<typeof suggest>[1], active: number) => {
    if (turn === asked && document.activeElement === input) suggest(input, suggestions, active);
  };
  const field = draft?.fields.find((one) => one.input === input);
  if (draft !== undefined && field !== undefined) {
    const isList = valuesOf(field.option, usable) !== undefined;
    const filling = draft;
    setTimeout(
      () => {
        if (turn !== asked) return;
        valueProposals(field, filling, usable, () => goOn(field)).then(
          (suggestions) => show(suggestions, isList ? 0 : -1),
          () => hideSuggestions(),
        );
      },
      isList ? 0 : PAUSE_MS,
    );
  } else if (draft !== undefined) show(optionProposals(input.value, draft, add), input.value === '' ? -1 : 0);
  else if (input.value.startsWith('/')) proposeCommands(input.value, show);
  else hideSuggestions();
}

function proposeCommands(
  text: string,
  show: (suggestions: Parameters<typeof suggest>[1], active: number) => void,
): void {
  const propose = () =>
    show(
      commandProposals(text, usable, (command) => begin(command, '')),
      0,
    );
  if (text !== '/' && usable.commands.length > 0) propose();
  else {
    attempt(async () => {
      usable = await fetchUsable();
      recognise(line().value);
      if (draft === undefined) propose();
    });
  }
}

/** Takes a command, with the options that are required and those that a text names. */
function begin(command: Command, text: string): void {
  const given = readOptions(text, command);
  const needed = command.options.filter(({ name, required }) => required === true || given.has(name));
  draft = { command, fields: needed.map(makeField) };
  for (const { option, input } of draft.fields) input.value = given.get(option.name) ?? '';
  const name = make('span', { class: 'mention' }, `/${command.name}`);
  find(HTMLElement, '#compose .command').replaceChildren(name, ...draft.fields.map(({ element }) => element));
  line().value = '';
  placeholder();
  goOn(undefined);
}

function add(option: Option): void {
  const field = makeField(option);
  draft?.fields.push(field);
  find(HTMLElement, '#compose .command').append(field.element);
  line().value = '';
  placeholder();
  field.input.focus();
}

function placeholder(): void {
  const more = (draft?.command.options.length ?? 0) - (draft?.fields.length ?? 0);
  line().placeholder = more > 0 ? `+${more} optional, Enter to send` : 'Enter to send';
}

/** Goes to what is still to be filled in. */
function goOn(done: Field | undefined): void {
  const next = draft?.fields.find((field) => field !== done && field.input.value.trim() === '');
  (next?.input ?? line()).focus();
}

function onKey(event: KeyboardEvent): void {
  const { key, target } = event;
  if (!(target instanceof HTMLInputElement) || event.isComposing) return;
  const done = keyDone(key, target, event.shiftKey);
  if (done) event.preventDefault();
}

/** @returns whether the key has done its work here. */
function keyDone(key: string, input: HTMLInputElement, shift: boolean): boolean {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowUp':
      moveSuggestion(key === 'ArrowDown' ? 1 : -1);
      return suggesting();
    case 'Tab':
      return !shift && takeSuggestion();
    case 'Enter':
      if (!takeSuggestion()) send();
      return true;
    case 'Escape':
      if (suggesting()) hideSuggestions();
      else {
        clear();
        line().focus();
      }
      return true;
    case 'Backspace':
      return input.value === '' && draft !== undefined && goBack(input);
    default:
      return false;
  }
}

/** Takes away the option that is empty, or goes to the one before; at the first one the command goes, too. */
function goBack(input: HTMLInputElement): boolean {
  const fields = draft?.fields ?? [];
  const at = fields.findIndex((field) => field.input === input);
  const before = fields[at < 0 ? fields.length - 1 : at - 1];
  const field = fields[at];
  if (field !== undefined && field.option.required !== true) {
    fields.splice(at, 1);
    field.element.remove();
    placeholder();
    (before?.input ?? line()).focus();
  } else if (before !== undefined) before.input.focus();
  else {
    clear();
    line().focus();
  }
  return true;
}

function send(): void {
  const { channel, user } = here();
  if (draft === undefined) {
    sendText(line().value.trim());
    return;
  }
  const fault = faultIn(draft, usable);
  if (fault !== undefined) {
    fault.field.input.setAttribute('aria-invalid', 'true');
    fault.field.input.focus();
    say(fault.sentence);
    return;
  }
  const { name } = draft.command;
  const body = { name, options: valuesIn(draft, usable), channelId: channel, userId: user };
  clear();
  line().focus();
  attempt(() => run(body));
}

/** Runs a command, and tells the page of it. */
export async function run(body: { name: string; options: object; channelId: string; userId: string }): Promise<void> {
  const { modal } = await ask('/sandbox/commands', body);
  if (modal) askModal(modal);
  document.dispatchEvent(new CustomEvent(RAN, { detail: body.name }));
}

function sendText(content: string): void {
  if (content === '') return;
  if (content.startsWith('/')) {
    say(`There is no command ${content} here.`);
    return;
  }
  const { channel, user } = here();
  clear();
  attempt(() => ask('/sandbox/messages', { channelId: channel, userId: user, content }));
}
