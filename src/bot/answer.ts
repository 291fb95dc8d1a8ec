import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  MessageFlags,
  PermissionFlagsBits,
  type ChatInputCommandInteraction,
  type BaseInteraction,
  type MessageComponentInteraction,
  type ModalMessageModalSubmitInteraction,
} from 'discord.js';
import type { Logger } from 'pino';
import { outcomeOf } from '../discord/failure.ts';
import { plainer } from '../format/message.ts';
import { UserError } from '../lib/errors.ts';
import { renderForm, type RenderedForm } from './form.ts';
import type { Cache } from './press.ts';
import { renderReply } from './render.ts';
import type { Reply } from './reply.ts';
import { texts } from './texts.ts';

/** Answers that take longer are acknowledged first: Discord waits 3 s, a member less. */
const ACKNOWLEDGE_MS = 60;

/** Discord waits so long for a first answer, which a form has to be, with time for the way. */
const FORM_MS = 2_500;

/** A press of a button, a choice, or a form that a button opened. */
export type PressInteraction = MessageComponentInteraction | ModalMessageModalSubmitInteraction;
export type Answerable = ChatInputCommandInteraction | PressInteraction;

export function isPress(interaction: BaseInteraction): interaction is PressInteraction {
  return interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
}

interface Answering {
  readonly cache: Cache;
  readonly log: Logger;
  /** Whether the answer may be a form. */
  readonly opens: boolean;
}

/** Answers an interaction with what `working` comes to, acknowledged in time; what it throws becomes a sentence. */
export async function answer(
  interaction: Answerable,
  working: Promise<Reply>,
  { cache, log, opens }: Answering,
): Promise<void> {
  const byManager = isManager(interaction);
  // What a button carries may have to be written to the database first: that is a part of what takes long.
  const ready = working
    .then((reply) => prepare(reply, cache, byManager))
    .catch((error: unknown) => prepare(apology(error, log), cache, byManager));
  const early = await Promise.race([ready, setTimeout(opens ? FORM_MS : ACKNOWLEDGE_MS)]);
  if (early === undefined) {
    if (isPress(interaction)) await interaction.deferUpdate();
    else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  }
  const { form, ...reply } = early ?? (await ready);
  if (form === undefined) await respond(interaction, reply);
  else if (early !== undefined && interaction.isMessageComponent()) await interaction.showModal(form);
  else await respond(interaction, await prepare(beside(texts.slow), cache, byManager));
}

/** Whether the member has Manage Server there. */
export function isManager({ memberPermissions }: Pick<Answerable, 'memberPermissions'>): boolean {
  return memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
}

type Rendered = Awaited<ReturnType<typeof renderReply>>;

/** A reply as Discord wants it. */
interface Ready {
  readonly message: Rendered;
  readonly besides: boolean;
  readonly form: RenderedForm | undefined;
}

/** A sentence beside whatever stands there already. */
export function beside(content: string): Reply {
  return { content, beside: true };
}

async function prepare(reply: Reply, cache: Cache, byManager: boolean): Promise<Ready> {
  const form = reply.form && (await renderForm(reply.form, cache, byManager));
  return { message: await renderReply(reply, cache, byManager), besides: reply.beside ?? false, form };
}

/** What Discord refuses to show of an embed, a picture's address for instance, is left out, as it is in posts. */
async function respond(interaction: Answerable, { message: whole, besides }: Omit<Ready, 'form'>): Promise<void> {
  for (let message = whole; ;) {
    try {
      await tell(interaction, message, besides);
      return;
    } catch (error) {
      message = withLess(message, error);
    }
  }
}

async function tell(interaction: Answerable, message: Rendered, besides: boolean): Promise<void> {
  // An edit can't change who sees a message.
  const edit = { ...message, flags: undefined };
  if (isPress(interaction) && !besides) {
    await (interaction.deferred ? interaction.editReply(edit) : interaction.update(edit));
  } else if (!interaction.deferred) await interaction.reply(message);
  else if (isPress(interaction)) await interaction.followUp(message);
  else await interaction.editReply(edit);
}

/** @throws the error itself, when it is none of an embed. */
function withLess(message: Rendered, error: unknown): Rendered {
  const outcome = outcomeOf(error);
  if (outcome.kind !== 'refused' || message.embeds.length === 0) throw error;
  return { ...message, embeds: plainer(message, outcome.fields)?.embeds ?? [] };
}

function apology(error: unknown, log: Logger): Reply {
  if (error instanceof UserError) return beside(error.message);
  const reference = randomBytes(4).toString('hex');
  log.error({ reference, err: error }, 'a command failed');
  return beside(texts.broken(reference));
}
