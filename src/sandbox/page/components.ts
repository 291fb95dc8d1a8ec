import { escapeMarkup } from '../markup.ts';
import type { Component } from '../objects.ts';
import { linkAttributes } from './links.ts';

const ROW = 1;
const BUTTON = 2;
const STRING_SELECT = 3;

const LINK = 5;
const LOOKS: Readonly<Record<number, string>> = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger' };

interface Choice {
  readonly value: string;
  readonly label?: string;
  readonly description?: string | null;
  readonly default?: boolean | null;
}

/** The buttons and lists of choices below a message. */
export function componentsHtml(components: readonly Component[]): string {
  return components.map(componentHtml).join('');
}

function componentHtml(component: Component): string {
  switch (component.type) {
    case ROW:
      return `<div class="row">${componentsHtml(component.components ?? [])}</div>\n`;
    case BUTTON:
      return buttonHtml(component);
    case STRING_SELECT:
      return selectHtml(component);
    default:
      return componentsHtml(component.components ?? []);
  }
}

function buttonHtml({ style, label, emoji, custom_id: id, url, disabled }: Component): string {
  const sign = emoji && 'name' in emoji ? `${escapeMarkup(String(emoji.name))} ` : '';
  const shown = `${sign}${escapeMarkup(label ?? '')}`;
  if (style === LINK)
    return `<a class="button secondary" ${linkAttributes(url) ?? ''}>${shown} <span aria-hidden="true">↗</span></a>`;
  const look = LOOKS[style ?? 2] ?? 'secondary';
  return `<button type="button" class="button ${look}" data-press="${escapeMarkup(id ?? '')}"${disabled ? ' disabled' : ''}>${shown}</button>`;
}

/** The browser's own list, which any keyboard and any phone can use. */
function selectHtml(select: Component & { readonly placeholder?: string | null }): string {
  const hint = escapeMarkup(select.placeholder ?? 'Make a selection');
  const several = (select.max_values ?? 1) > 1;
  const options = (select.options ?? []).map((option) => optionHtml(option));
  const first = several ? '' : `<option value="" disabled selected hidden>${hint}</option>`;
  const attributes = `data-choose="${escapeMarkup(select.custom_id ?? '')}" aria-label="${hint}"${select.disabled ? ' disabled' : ''}`;
  return `<select class="choices" ${attributes}${several ? ' multiple' : ''}>${first}${options.join('')}</select>`;
}

function optionHtml({ value, label, description, default: chosen }: Choice): string {
  const more = description ? ` <small>${escapeMarkup(description)}</small>` : '';
  return `<option value="${escapeMarkup(value)}"${chosen ? ' selected' : ''}>${escapeMarkup(label ?? value)}${more}</option>`;
}
