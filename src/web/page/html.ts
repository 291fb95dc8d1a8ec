import { escapeUTF8 } from 'entities';

/** Markup that is safe to show. Made by `html` alone. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[];

/** Markup of a template: texts in it are escaped, markup stays. For elements and quoted attributes only. */
export function html(pieces: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: pieces.map((piece, index) => piece + written(values[index] ?? '')).join('') };
}

/** Nothing. */
export const nothing: Markup = html``;

function written(value: Value): string {
  if (typeof value === 'string') return escapeUTF8(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}
