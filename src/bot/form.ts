import { ComponentType, TextInputStyle } from 'discord.js';
import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { truncate } from '../lib/text.ts';
import { encodePress, type Cache } from './press.ts';
import type { Form } from './reply.ts';

/** The custom_id of the one field that forms have. */
export const FORM_FIELD = 'text';
/** Discord's limit on titles and labels. */
const MAX_LABEL = 45;

export type RenderedForm = APIModalInteractionResponseCallbackData;

/** A form as Discord wants it. */
export async function renderForm(
  { title, label, value, maxLength, press }: Form,
  cache: Cache,
  byManager: boolean,
): Promise<RenderedForm> {
  const input = {
    type: ComponentType.TextInput as const,
    custom_id: FORM_FIELD,
    style: TextInputStyle.Short,
    value: value.length <= maxLength ? value : '',
    max_length: maxLength,
  };
  return {
    custom_id: await encodePress(press, cache, byManager),
    title: truncate(title, MAX_LABEL),
    components: [{ type: ComponentType.Label, label: truncate(label, MAX_LABEL), component: input }],
  };
}
