import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';

// Written out: the package that has these as values is installed for development only.
const ACTION_ROW = 1 as unknown as ComponentType.ActionRow;
const BUTTON = 2 as unknown as ComponentType.Button;
const SECONDARY = 2 as unknown as ButtonStyle.Secondary;

/**
 * A row with one button for a post, that everybody may press. It says all by itself and works as long as the post stands.
 *
 * @param to the action that it leads to, `COMMAND.ACTION`.
 * @param carry what the action needs to know: short enough for a custom_id, as numbers are.
 */
export function buttonRow(
  label: string,
  to: string,
  carry: Readonly<Record<string, number>>,
): APIActionRowComponent<APIButtonComponentWithCustomId> {
  const custom_id = `${to} - ${JSON.stringify(carry)}`;
  return { type: ACTION_ROW, components: [{ type: BUTTON, style: SECONDARY, label, custom_id }] };
}
