import { ButtonStyle, ComponentType, type APIActionRowComponent } from 'discord-api-types/v10';
import type { APIComponentInMessageActionRow } from 'discord-api-types/v10';
import { customIdOf, type Press } from '../model/press.ts';

/** A row with one button for a post, which everybody may press for as long as the post stands: all that it needs, it carries. */
export function buttonRow(label: string, press: Press): APIActionRowComponent<APIComponentInMessageActionRow> {
  const button = { label, style: ButtonStyle.Secondary as const, custom_id: customIdOf(press, false) };
  return { type: ComponentType.ActionRow, components: [{ type: ComponentType.Button, ...button }] };
}
