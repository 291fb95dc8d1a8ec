import { Routes, type REST } from 'discord.js';
import type {
  APIMessage,
  APIWebhook,
  RESTPostAPIChannelMessageJSONBody,
  RESTPostAPIWebhookWithTokenJSONBody,
} from 'discord-api-types/v10';
import { oneLine, truncate } from '../lib/text.ts';
import type { EditOutcome, SendOutcome } from '../model/delivery.ts';
import { editOutcomeOf, failureOf, notDiscord, outcomeOf, type Failure } from './failure.ts';
import { asEdit } from './messages.ts';
import type { Voice } from './post.ts';

/** A way to speak in a channel; the token is a secret. */
export interface Webhook {
  readonly id: string;
  readonly token: string;
}

/** Where webhooks outlive the process, by their channel. */
export interface WebhookShelf {
  get(channelId: string): Promise<Webhook | undefined>;
  keep(channelId: string, webhook: Webhook): Promise<void>;
  drop(channelId: string): Promise<void>;
}

/** A channel, and the thread in it, in which a webhook is to speak. */
export interface Stage {
  readonly channelId: string;
  readonly threadId: string | undefined;
}

/** The token in the address is all that is needed: the bot's own must not be cleared because a webhook's is refused. */
const UNSIGNED = { auth: false } as const;
const MAX_NAME = 80;

/** Makes a webhook of Herald's own, or says why not. */
export async function makeWebhook(
  rest: REST,
  channelId: string,
): Promise<({ readonly kind: 'made' } & Webhook) | Failure> {
  try {
    const body = { name: 'Herald' };
    // The REST client answers `unknown`; Discord documents a webhook here.
    const { id, token } = (await rest.post(Routes.channelWebhooks(channelId), { body })) as APIWebhook;
    return token === undefined ? notDiscord(200) : { kind: 'made', id, token };
  } catch (error) {
    return failureOf(error);
  }
}

/** Says a message with a name and a picture. `gone`: the webhook was deleted. */
export async function sayAs(
  rest: REST,
  { id, token }: Webhook,
  { threadId }: Stage,
  message: RESTPostAPIChannelMessageJSONBody,
  { name, picture }: Voice,
): Promise<SendOutcome> {
  const query = new URLSearchParams({ wait: 'true', ...(threadId !== undefined && { thread_id: threadId }) });
  const body = {
    ...(message as RESTPostAPIWebhookWithTokenJSONBody), // Of what both may hold.
    username: nameOf(name),
    ...(picture !== undefined && { avatar_url: picture }),
  };
  try {
    const said = (await rest.post(Routes.webhook(id, token), { ...UNSIGNED, query, body })) as Partial<APIMessage>;
    return typeof said.id === 'string' ? { kind: 'sent', messageId: said.id } : notDiscord(200);
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Edits what a webhook said. */
export async function editAs(
  rest: REST,
  { id, token }: Webhook,
  { threadId }: Stage,
  messageId: string,
  message: RESTPostAPIChannelMessageJSONBody,
): Promise<EditOutcome> {
  const query = new URLSearchParams(threadId === undefined ? {} : { thread_id: threadId });
  try {
    await rest.patch(Routes.webhookMessage(id, token, messageId), { ...UNSIGNED, query, body: asEdit(message) });
    return { kind: 'sent', messageId };
  } catch (error) {
    return editOutcomeOf(error);
  }
}

/** Names that Discord gives to no webhook: https://discord.com/developers/docs/resources/webhook#create-webhook */
function nameOf(name: string): string {
  const allowed = oneLine(name)
    .replace(/[@#:]|```/g, ' ')
    .replace(/dis(?=cord)|cly(?=de)/gi, (part) => `${part}-`);
  const shown = truncate(oneLine(allowed), MAX_NAME);
  return shown === '' || /^(?:everyone|here)$/i.test(shown) ? 'Feed' : shown;
}
