import type { AutocompleteInteraction, ChatInputCommandInteraction, Interaction } from 'discord.js';
import type { Logger } from 'pino';
import { answer, beside, isManager, isPress, type Answerable, type PressInteraction } from './answer.ts';
import { partsOf } from '../model/press.ts';
import { taskOf } from './command.ts';
import { complete } from './complete.ts';
import type { Caller, Context } from './context.ts';
import { createPace } from './pace.ts';
import { decodePress, type Cache } from './press.ts';
import { FORM_FIELD } from './form.ts';
import type { Reply } from './reply.ts';
import type { Rights } from './rights.ts';
import { texts } from './texts.ts';

/** Finds what each interaction asks for, and has it answered. */
export function createDispatch(
  context: Context,
  log: Logger,
): (interaction: Interaction, rights: Rights) => Promise<void> {
  const cache = context.store.cache('buttons');
  const pace = createPace(context.limits.commandsPerMinute);

  const replyTo = async (interaction: Answerable, caller: Caller): Promise<Reply> => {
    const waitSeconds = await pace(caller.userId);
    if (waitSeconds > 0) return beside(texts.tooMany(waitSeconds));
    if (isPress(interaction)) return await press(interaction, caller, context, cache);
    return withNote(await run(interaction, caller, context), await context.note(caller, context));
  };

  return async (interaction, rights) => {
    try {
      if (interaction.isAutocomplete()) await complete(interaction, callerOf(interaction, rights), context, log);
      else if (interaction.isChatInputCommand() || isPress(interaction)) {
        const working = replyTo(interaction, callerOf(interaction, rights));
        await answer(interaction, working, { cache, log, opens: opensForm(interaction, context) });
      }
    } catch (error) {
      // The interaction can't be answered any more (10062), or Discord can't be reached: the member sees that it failed.
      log.warn({ err: error, interaction: interaction.id }, 'an interaction could not be answered');
    }
  };
}

/** Discord's limit on the rows of a message. */
const MAX_ROWS = 5;

/** A note below a reply; one that everybody sees, or that has no room for its buttons, goes without. */
function withNote(reply: Reply, note: Reply | undefined): Reply {
  const rows = [...(reply.rows ?? []), ...(note?.rows ?? [])];
  if (note === undefined || reply.public || rows.length > MAX_ROWS) return reply;
  return { ...reply, content: `${reply.content ?? ''}\n\n${note.content ?? ''}`.trim(), rows };
}

async function run(interaction: ChatInputCommandInteraction, caller: Caller, context: Context): Promise<Reply> {
  const task = taskOf(context.commands, interaction);
  return task === undefined ? beside(texts.unknownCommand) : await task.run(interaction.options, caller, context);
}

/** Whether a press may be answered by a form. */
function opensForm(interaction: Answerable, context: Context): boolean {
  const to = isPress(interaction) ? partsOf(interaction.customId)?.to : undefined;
  return to !== undefined && actionOf(to, context).action?.opens === true;
}

function actionOf(to: string, { commands }: Context) {
  const [name, action = ''] = to.split('.');
  const command = commands.find(({ json }) => json.name === name);
  return { command, action: command?.actions[action] };
}

async function press(interaction: PressInteraction, caller: Caller, context: Context, cache: Cache): Promise<Reply> {
  const pressed = await decodePress(interaction.customId, cache);
  if (pressed === undefined) return beside(texts.expired);
  if (pressed.only !== undefined && pressed.only !== caller.userId) return beside(texts.notYours);
  const { command, action } = actionOf(pressed.to, context);
  const isManaged = command !== undefined && command.json.default_member_permissions !== null;
  // An admin may have opened the command to others, whose buttons then need no right either.
  if (isManaged && pressed.managersOnly && !caller.mayManage) return beside(texts.noLonger);
  return (await action?.run(pressed.carry, chosenIn(interaction), caller, context)) ?? beside(texts.expired);
}

function chosenIn(interaction: PressInteraction): readonly string[] {
  if (interaction.isModalSubmit()) return [interaction.fields.getTextInputValue(FORM_FIELD)];
  return interaction.isStringSelectMenu() ? interaction.values : [];
}

function callerOf(interaction: Answerable | AutocompleteInteraction, rights: Rights): Caller {
  return {
    applicationId: interaction.applicationId,
    userId: interaction.user.id,
    serverId: interaction.guildId ?? undefined,
    channelId: interaction.channelId,
    messageId: 'message' in interaction ? interaction.message.id : undefined,
    mayManage: isManager(interaction),
    rights,
  };
}
