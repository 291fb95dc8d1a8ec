import * as spec from 'discord-api-spec/zod';
import { object, string, type ZodMiniType } from 'zod/mini';
import type { Bodies } from './bodies.ts';
import { at, messageFaults } from './limits.ts';
import type { MessageBody } from './objects.ts';
import { type FieldFault, invalidForm, refusal } from './refusal.ts';
import { schemaFaults } from './schema.ts';

interface Check<Body> {
  readonly schema: ZodMiniType;
  /** What the schema leaves out. */
  readonly faults?: (body: Body) => FieldFault[];
}

const CHECKS: { readonly [Name in keyof Bodies]: Check<Bodies[Name]> } = {
  createMessage: { schema: spec.MessageCreateRequestSchema, faults: messageFaults },
  editMessage: { schema: spec.MessageEditRequestPartialSchema, faults: messageFaults },
  createForumThread: {
    schema: spec.CreateForumThreadRequestSchema,
    faults: ({ message }) => messageFaults(message).map(at('message')),
  },
  createThread: { schema: spec.CreateTextThreadWithoutMessageRequestSchema },
  // Discord's description holds it without a name.
  createWebhook: { schema: object({ name: string() }) },
  executeWebhook: { schema: spec.IncomingWebhookRequestPartialSchema, faults: messageFaults },
  followUp: { schema: spec.IncomingWebhookRequestPartialSchema, faults: messageFaults },
  editReply: { schema: spec.IncomingWebhookUpdateRequestPartialSchema, faults: messageFaults },
  replyMessage: { schema: spec.CreateMessageInteractionCallbackRequestSchema, faults: replyFaults },
  replyUpdate: { schema: spec.UpdateMessageInteractionCallbackRequestSchema, faults: replyFaults },
  replyChoices: { schema: spec.ApplicationCommandAutocompleteCallbackRequestSchema },
  replyModal: { schema: spec.ModalInteractionCallbackRequestSchema },
  openDirect: { schema: spec.CreatePrivateChannelRequestSchema },
  editChannel: { schema: spec.UpdateGuildChannelRequestPartialSchema },
  editThread: { schema: spec.UpdateThreadRequestPartialSchema },
};

/** Checks a request's body as Discord would, and answers it as Discord would keep it: its texts trimmed. */
export function checkBody<Name extends keyof Bodies>(name: Name, body: unknown): Bodies[Name] {
  const { schema, faults }: Check<Bodies[Name]> = CHECKS[name];
  if (typeof body !== 'object' || body === null) throw refusal(50109);
  const trimmed = trimTexts(body);
  const misshapen = schemaFaults(schema, trimmed);
  if (misshapen.length > 0) throw invalidForm(misshapen);
  const checked = trimmed as Bodies[Name]; // the schema has just said so
  const found = faults?.(checked) ?? [];
  if (found.length > 0) throw invalidForm(found);
  return checked;
}

function replyFaults({ data }: { readonly data?: MessageBody | null }): FieldFault[] {
  return messageFaults(data ?? {}).map(at('data'));
}

const TEXTS = new Set(['content', 'embeds', 'name']);

function trimTexts(body: object): object {
  const trimmed = Object.entries(body).map(([key, value]: [string, unknown]) => {
    if ((key === 'message' || key === 'data') && typeof value === 'object' && value !== null)
      return [key, trimTexts(value)];
    return [key, TEXTS.has(key) ? trimDeep(value) : value];
  });
  return Object.fromEntries(trimmed) as object; // its keys are those of `body`
}

function trimDeep(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(trimDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, trimDeep(part)]));
}
