import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../lib/errors.ts';
import type { Gateway } from './gateway.ts';
import { interactionPayload } from './interaction-payload.ts';
import type { Answer, Interaction, Interactions } from './interactions.ts';
import { botRights } from './rights.ts';
import type { State } from './state.ts';

/** What a person's hand works on. */
export interface Parts {
  readonly state: State;
  readonly gateway: Gateway;
  readonly interactions: Interactions;
}

/** How long Discord waits for a first answer, and how long the caller here waits for the reply after a deferral. */
const FIRST_ANSWER_MS = 3000;
const REPLY_MS = 60_000;

/**
 * Tells the bot what a person did, and waits for its answer.
 *
 * @param body the `data` of the interaction.
 * @throws UserError when there is none in time.
 */
export async function askBot(parts: Parts, begun: Omit<Interaction, 'id' | 'token' | 'createdAt'>, body: object) {
  const { state, gateway, interactions } = parts;
  const channel = state.channel(begun.channelId);
  if (channel === undefined) throw new UserError('There is no such channel.');
  const createdAt = Date.now();
  const token = randomBytes(32).toString('base64url');
  const interaction = { ...begun, id: state.nextId(createdAt), token, createdAt };
  const answer = interactions.open(interaction);
  gateway.dispatch(
    'INTERACTION_CREATE',
    interactionPayload(interaction, channel, botRights(state, channel), body),
    channel.guild_id,
  );
  const given = await Promise.race([answer, patience(interactions, token)]);
  return shown(given, interactions, token);
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
