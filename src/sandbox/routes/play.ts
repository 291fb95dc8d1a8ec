import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { UserError } from '../../lib/errors.ts';
import { askBot, type Parts } from '../asking.ts';
import { ADMIN, CHANNELS, mayUse } from '../cast.ts';
import { takesMessages } from '../channel.ts';
import { checkBody } from '../check.ts';
import { commandBody } from '../command-options.ts';
import { componentBody } from '../component-press.ts';
import { composeMessage } from '../message.ts';
import { modalBody } from '../modal.ts';
import type { Message, User } from '../objects.ts';
import type { State } from '../state.ts';

const Options = z
  .union([
    z.record(z.string(), z.unknown()),
    z
      .array(z.object({ name: z.string(), value: z.unknown() }))
      .transform((list) => Object.fromEntries(list.map(({ name, value }) => [name, value]))),
  ])
  .default({});
const CommandCall = z.object({
  name: z.string(),
  options: Options,
  channelId: z.string().default(CHANNELS.text),
  userId: z.string().default(ADMIN.id),
});
const AutocompleteCall = CommandCall.extend({ focused: z.string() });
const ComponentCall = z.object({
  messageId: z.string(),
  customId: z.string(),
  values: z.array(z.string()).optional(),
  userId: z.string().default(ADMIN.id),
});
const ModalCall = z.object({ fields: z.record(z.string(), z.string()), userId: z.string().default(ADMIN.id) });
const MessageCall = z.object({
  content: z.string(),
  channelId: z.string().default(CHANNELS.text),
  userId: z.string().default(ADMIN.id),
});

/** A person's hand: runs commands, asks for completions, presses buttons, fills in modals, writes messages. */
export function playRoutes(app: FastifyInstance, parts: Parts): void {
  app.post('/commands', async ({ body }) => {
    const call = read(CommandCall, body);
    return await runCommand(parts, call, undefined);
  });
  app.post('/autocomplete', async ({ body }) => {
    const call = read(AutocompleteCall, body);
    return await runCommand(parts, call, call.focused);
  });
  app.post('/components', async ({ body }) => {
    const { messageId, customId, values, userId } = read(ComponentCall, body);
    const user = userOf(parts.state, userId);
    const source = messageOf(parts.state, messageId);
    const pressed = componentBody(source, customId, values, user);
    const begun = { kind: 'component', name: customId, channelId: source.channel_id, user, source } as const;
    return await askBot(parts, begun, pressed);
  });
  app.post('/messages', ({ body }) => {
    const { channelId, userId, content } = read(MessageCall, body);
    return writeMessage(parts.state, userOf(parts.state, userId), channelId, content);
  });
  app.post('/modals', async ({ body }) => {
    const { fields, userId } = read(ModalCall, body);
    const open = parts.interactions.modals.get(userId);
    if (open === undefined) throw new UserError('No form is open.');
    const sent = modalBody(open.modal, fields);
    parts.interactions.modals.delete(userId);
    const { channelId, source } = open.opener;
    const user = userOf(parts.state, userId);
    const begun = { kind: 'modal', name: open.modal.custom_id, channelId, user, source } as const;
    return await askBot(parts, begun, sent);
  });
}

async function runCommand(parts: Parts, call: z.output<typeof CommandCall>, focused: string | undefined) {
  const { state } = parts;
  const [name = '', ...path] = call.name.trim().replace(/^\//, '').split(/\s+/);
  const user = userOf(state, call.userId);
  const command = [...state.commands.values()].flat().find((one) => one.name === name && one.type === 1);
  if (command === undefined) throw new UserError(`There is no command ${name}.`);
  if (!mayUse(user, command.default_member_permissions)) throw new UserError(`${user.username} may not use ${name}.`);
  const body = commandBody(command, path, call.options, focused, state);
  const kind = focused === undefined ? 'command' : 'autocomplete';
  const begun = { kind, name: [name, ...path].join(' '), channelId: call.channelId, user, source: undefined } as const;
  return await askBot(parts, begun, body);
}

/** Puts a person's own message into a channel. A bot without the intent for messages learns nothing of it. */
function writeMessage(state: State, author: User, channelId: string, content: string): Message {
  const channel = state.channel(channelId);
  if (channel === undefined || !takesMessages(channel)) throw new UserError('There is no such channel to write in.');
  const now = Date.now();
  const body = checkBody('createMessage', { content });
  const message = composeMessage(body, { id: state.nextId(now), channelId, author }, now);
  state.addMessage(message);
  return message;
}

function messageOf(state: State, id: string): Message {
  const message = state.anyMessage(id);
  if (message === undefined) throw new UserError('There is no such message.');
  return message;
}

function userOf(state: State, id: string): User {
  const user = state.users.get(id);
  if (user === undefined) throw new UserError('There is no such user.');
  return user;
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (!result.success) throw new UserError(z.prettifyError(result.error));
  return result.data;
}
