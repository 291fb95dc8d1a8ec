import type { Component } from './objects.ts';
import type { FieldFault } from './refusal.ts';
import { urlFault } from './url-limits.ts';

const MAX_ROWS = 5;
const ROW = 1;
const BUTTON = 2;
const LINK_STYLE = 5;
const PREMIUM_STYLE = 6;

/** What the schemas leave out: https://discord.com/developers/docs/components/reference */
export function componentFaults(rows: readonly Component[]): FieldFault[] {
  const all = withPaths(rows, []);
  const tooMany = rows.filter(({ type }) => type === ROW).length > MAX_ROWS;
  return [
    ...(tooMany ? [fault([], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.')] : []),
    ...all.flatMap(([path, component]) =>
      ownFaults(component).map((own) => ({ ...own, path: [...path, ...own.path] })),
    ),
    ...duplicates(all),
  ];
}

type Placed = readonly [path: readonly PropertyKey[], component: Component];

function withPaths(components: readonly Component[], above: readonly PropertyKey[]): Placed[] {
  return components.flatMap((component, index) => {
    const path = [...above, index];
    return [[path, component] as const, ...withPaths(component.components ?? [], [...path, 'components'])];
  });
}

function ownFaults(component: Component): FieldFault[] {
  if (component.type === BUTTON) return buttonFaults(component);
  if (component.type === ROW) return rowFaults(component.components ?? []);
  return component.options === undefined ? [] : selectFaults(component, component.options);
}

function buttonFaults({ style, label, emoji, url, custom_id: customId }: Component): FieldFault[] {
  const required = (key: string) => fault([key], 'BASE_TYPE_REQUIRED', 'This field is required');
  if (style === PREMIUM_STYLE) return [];
  const unnamed = (label ?? '') === '' && !emoji ? [required('label')] : [];
  if (style !== LINK_STYLE) return customId ? unnamed : [...unnamed, required('custom_id')];
  const both = customId
    ? [fault(['custom_id'], 'BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE', 'A link has no custom id')]
    : [];
  return [...unnamed, ...both, ...(url ? urlFault(['url'], url) : [required('url')])];
}

/** Five buttons, or one select. */
function rowFaults(components: readonly Component[]): FieldFault[] {
  if (components.length < 2 || components.every(({ type }) => type === BUTTON)) return [];
  return [
    fault(['components'], 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width'),
  ];
}

function selectFaults(select: Component, options: readonly { readonly value: string }[]): FieldFault[] {
  const most = select.max_values ?? 1;
  const values = new Set(options.map(({ value }) => value));
  return [
    ...(most > options.length || (select.min_values ?? 1) > most
      ? [fault(['max_values'], 'BASE_TYPE_BAD_VALUE', 'Must fit the number of options.')]
      : []),
    ...(values.size < options.length
      ? [fault(['options'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used')]
      : []),
  ];
}

function duplicates(all: readonly Placed[]): FieldFault[] {
  const seen = new Set<string>();
  return all.flatMap(([path, { custom_id: id }]) => {
    if (!id) return [];
    if (seen.has(id))
      return [
        fault([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'),
      ];
    seen.add(id);
    return [];
  });
}

function fault(path: readonly PropertyKey[], code: string, message: string): FieldFault {
  return { path, code, message };
}
