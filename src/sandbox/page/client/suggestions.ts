import { make } from './page.ts';

/** What may be taken for what is being typed. */
export interface Suggestion {
  readonly label: string;
  readonly hint?: string;
  /** The names of a command's options, those that are required with a star. */
  readonly options?: readonly string[];
  readonly take: () => void;
}

interface Shown {
  readonly input: HTMLInputElement;
  readonly suggestions: readonly Suggestion[];
  /** Which one the keyboard is on; -1: none. */
  active: number;
}

let shown: Shown | undefined;

/**
 * Shows suggestions above the box, for a combobox as ARIA's Authoring Practices describe it: the focus stays in the input.
 *
 * @param active which one Enter would take at once; -1: none.
 */
export function suggest(input: HTMLInputElement, suggestions: readonly Suggestion[], active: number): void {
  const list = document.querySelector('#suggestions');
  if (suggestions.length === 0 || list === null) {
    hideSuggestions();
    return;
  }
  shown = { input, suggestions, active };
  list.replaceChildren(...suggestions.map(optionOf));
  list.removeAttribute('hidden');
  input.setAttribute('aria-expanded', 'true');
  mark();
}

export function hideSuggestions(): void {
  shown?.input.setAttribute('aria-expanded', 'false');
  shown?.input.removeAttribute('aria-activedescendant');
  shown = undefined;
  document.querySelector('#suggestions')?.setAttribute('hidden', '');
}

export const suggesting = () => shown !== undefined;

/** Moves to another suggestion, around the ends. */
export function moveSuggestion(step: 1 | -1): void {
  if (shown === undefined) return;
  const count = shown.suggestions.length;
  shown.active = shown.active < 0 && step < 0 ? count - 1 : (shown.active + step + count) % count;
  mark();
}

/** Takes the suggestion that the keyboard is on. @returns whether there was one. */
export function takeSuggestion(): boolean {
  const taken = shown?.suggestions[shown.active];
  if (taken === undefined) return false;
  hideSuggestions();
  taken.take();
  return true;
}

function optionOf({ label, hint = '', options = [], take }: Suggestion, index: number): HTMLElement {
  const option = make('li', { role: 'option', id: `suggestion-${index}` }, make('strong', { dir: 'auto' }, label), ' ');
  if (options.length > 0) option.append(...options.flatMap((name) => [make('code', {}, name), ' ']));
  option.append(make('span', { class: 'quiet', dir: 'auto' }, hint));
  option.addEventListener('mousedown', (event) => event.preventDefault()); // the focus stays in the input
  option.addEventListener('click', () => {
    hideSuggestions();
    take();
  });
  return option;
}

function mark(): void {
  const options = document.querySelectorAll('#suggestions > li');
  for (const [index, option] of options.entries()) {
    const isActive = index === shown?.active;
    option.setAttribute('aria-selected', String(isActive));
    if (isActive) option.scrollIntoView({ block: 'nearest' });
  }
  if (shown === undefined) return;
  if (shown.active < 0) shown.input.removeAttribute('aria-activedescendant');
  else shown.input.setAttribute('aria-activedescendant', `suggestion-${shown.active}`);
}
