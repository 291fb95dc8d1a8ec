import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { LIMITS } from '../format/limits.ts';
import { truncate } from '../lib/text.ts';
import { encodePress, type Cache } from './press.ts';
import type { Button, ChoiceList, LinkButton, Press, Reply, Row } from './reply.ts';

const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

type Encode = (press: Press) => Promise<string>;
type RenderedRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/**
 * A reply as Discord wants it. Replaces whole messages too: what a reply lacks is an empty list, not an absent one.
 *
 * @param byManager whether it is for somebody who has Manage Server.
 */
export async function renderReply(reply: Reply, cache: Cache, byManager: boolean) {
  const encode = (press: Press) => encodePress(press, cache, byManager);
  return {
    content: truncate(reply.content ?? '', LIMITS.content),
    embeds: [...(reply.embeds ?? [])],
    components: await Promise.all((reply.rows ?? []).map((row) => renderRow(row, encode))),
    allowed_mentions: { parse: [] },
    ...(reply.public ? {} : { flags: MessageFlags.Ephemeral }),
  } satisfies RESTPostAPIChannelMessageJSONBody;
}

async function renderRow(row: Row, encode: Encode): Promise<RenderedRow> {
  const components = await Promise.all(row.map((component) => renderComponent(component, encode)));
  return { type: ComponentType.ActionRow, components };
}

async function renderComponent(
  component: Button | LinkButton | ChoiceList,
  encode: Encode,
): Promise<APIComponentInMessageActionRow> {
  switch (component.kind) {
    case 'button':
      return await renderButton(component, encode);
    case 'link':
      return { type: ComponentType.Button, style: ButtonStyle.Link, label: label(component.label), url: component.url };
    case 'choices':
      return {
        type: ComponentType.StringSelect,
        custom_id: await encode(component.press),
        placeholder: truncate(component.placeholder, 150),
        options: component.choices.map(renderChoice),
      };
  }
}

async function renderButton(button: Button, encode: Encode): Promise<APIButtonComponent> {
  return {
    type: ComponentType.Button,
    style: STYLES[button.look ?? 'secondary'],
    label: label(button.label),
    custom_id: await encode(button.press),
    ...(button.disabled ? { disabled: true } : {}),
  };
}

function renderChoice({ label, value, description }: ChoiceList['choices'][number]) {
  return {
    label: truncate(label, 100),
    value,
    ...(description === undefined ? {} : { description: truncate(description, 100) }),
  };
}

function label(text: string): string {
  return truncate(text, 80);
}
