import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { APIActionRowComponent, APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import { customIdOf, type Press } from '../model/press.ts';

const STYLES = {
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

/** A button below a message that no command answered with: what it carries must fit into a custom_id, so that it always works. */
export interface PostButton {
  readonly label: string;
  readonly press: Press;
  readonly look?: keyof typeof STYLES;
  /** Only who has Manage Server may press it. */
  readonly managersOnly?: boolean;
}

/** Up to five buttons in a row. */
export function buttonRow(...buttons: readonly PostButton[]): APIActionRowComponent<APIButtonComponentWithCustomId> {
  const components = buttons.map(({ label, press, look = 'secondary', managersOnly = false }) => ({
    type: ComponentType.Button as const,
    style: STYLES[look],
    label,
    custom_id: customIdOf(press, managersOnly),
  }));
  return { type: ComponentType.ActionRow, components };
}
