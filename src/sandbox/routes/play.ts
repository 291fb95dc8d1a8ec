import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { UserError } from '../../lib/errors.ts';
import { ADMIN, CHANNELS, mayUse } from '../cast.ts';
import { commandBody } from '../command-options.ts';
import { componentBody } from '../component-press.ts';
import type { Gateway } from '../gateway.ts';
import { interactionPayload } from '../interaction-payload.ts';
import type { Answer, Interaction, Interactions } from '../interactions.ts';
import { modalBody } from '../modal.ts';
import type { User } from '../objects.ts';
import { botRights } from '../rights.ts';
import type { State } from '../state.ts';

interface Parts {
  readonly state: State;
  readonly gateway: Gateway;
  readonly interactions: Interactions;
}

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

/** How long Discord waits for a first answer, and how long the caller here waits for the reply after a deferral. */
const FIRST_ANSWER_MS = 3000;
const REPLY_MS = 60_000;

/** A person's hand: runs commands, asks for completions, presses buttons, sends forms. */
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
    const source = parts.state.anyMessage(messageId);
    if (source === undefined) throw new UserError('There is no such message.');
    const pressed = componentBody(source, customId, values, user);
    const interaction = start(parts, { kind: 'component', name: customId, channelId: source.channel_id, user, source });
    return await answerTo(parts, interaction, pressed);
  });
  app.post('/modals', async ({ body }) => {
    const { fields, userId } = read(ModalCall, body);
    const open = parts.interactions.modals.get(userId);
    if (open === undefined) throw new UserError('No form is open.');
    const sent = modalBody(open.modal, fields);
    parts.interactions.modals.delete(userId);
    const { channelId, source } = open.opener;
    const user = userOf(parts.state, userId);
    const interaction = start(parts, { kind: 'modal', name: open.modal.custom_id, channelId, user, source });
    return await answerTo(parts, interaction, sent);
  });
}

type Begun = Omit<Interaction, 'id' | 'token' | 'createdAt'>;

async function runCommand(parts: Parts, call: z.output<typeof CommandCall>, focused: string | undefined) {
  const { state } = parts;
  const [name = '', ...path] = call.name.trim().replace(/^\//, '').split(/\s+/);
  const user = userOf(state, call.userId);
  const command = [...state.commands.values()].flat().find((one) => one.name === name && one.type === 1);
  if (command === undefined) throw new UserError(`There is no command ${name}.`);
  if (!mayUse(user, command.default_member_permissions)) throw new UserError(`${user.username} may not use ${name}.`);
  const body = commandBody(command, path, call.options, focused, state);
  const kind = focused === undefined ? 'command' : 'autocomplete';
  const interaction = start(parts, { kind, name: call.name, channelId: call.channelId, user, source: undefined });
  return await answerTo(parts, interaction, body);
}

function start({ state }: Parts, begun: Begun): Interaction {
  const createdAt = Date.now();
  return { ...begun, id: state.nextId(createdAt), token: randomBytes(32).toString('base64url'), createdAt };
}

async function answerTo({ state, gateway, interactions }: Parts, interaction: Interaction, body: object) {
  const channel = state.channel(interaction.channelId);
  if (channel === undefined) throw new UserError('There is no such channel.');
  const answer = interactions.open(interaction);
  gateway.dispatch(
    'INTERACTION_CREATE',
    interactionPayload(interaction, channel, botRights(state, channel), body),
    channel.guild_id,
  );
  const given = await Promise.race([answer, patience(interactions, interaction.token)]);
  return shown(given, interactions, interaction.token);
}

/** Ends when no answer came in time; after a deferral, with what there is when no reply followed. */
async function patience(interactions: Interactions, token: string): Promise<Answer> {
  await setTimeout(FIRST_ANSWER_MS, undefined, { ref: false });
  if (!interactions.acknowledged(token)) throw new UserError('The application did not respond.');
  await setTimeout(REPLY_MS, undefined, { ref: false });
  return { kind: 'messages' };
}

function shown(answer: Answer, interactions: Interactions, token: string): object {
  switch (answer.kind) {
    case 'messages':
      return { messages: interactions.messages(token) };
    case 'choices':
      return { choices: answer.choices };
    case 'modal':
      return { modal: answer.modal };
  }
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
