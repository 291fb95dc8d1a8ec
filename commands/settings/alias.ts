import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import { required } from '../../src/bot/option.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { UserError } from '../../src/lib/errors.ts';
import { foldTag, type Alias } from '../../src/model/tag.ts';
import { serverOf } from '../feed/known.ts';
import { tagOption } from '../options.ts';
import { tagWords } from '../subscribing/words.ts';
import { texts } from '../texts.ts';

const { aliasAdd: words, aliasRemove } = texts.settings;

/** Each alias is looked through with every subscription of the server. */
const MAX_ALIASES = 100;

const AliasCarry = z.object({ tag: z.string(), means: z.string() });

export const aliasAdd = task({
  name: 'alias-add',
  description: words.description,
  options: { tag: required(tagOption(words.tag)), means: required(tagOption(words.means)) },
  run: ({ tag, means }, caller, context) => add({ tag: foldTag(tag), means: foldTag(means) }, caller, context),
});

export const join = action(AliasCarry, add);
export const part = action(AliasCarry, remove);

async function add(alias: Alias, caller: Caller, { store, now }: Context): Promise<Reply> {
  const { tag, means } = alias;
  if (tag === '' || means === '') throw new UserError(words.noTag);
  if (tag === means) throw new UserError(words.same(tagWords([tag])));
  const serverId = serverOf(caller);
  const others = (await store.servers.aliases(serverId)).filter((one) => one.tag !== tag);
  if (others.length >= MAX_ALIASES) throw new UserError(words.tooMany(MAX_ALIASES));
  await store.servers.setAlias(serverId, alias, now());
  return withUndo(words.added(tagWords([tag]), tagWords([means])), 'settings.part', alias, caller);
}

/** @throws UserError when there is no such alias any more. */
export async function remove(alias: Alias, caller: Caller, { store }: Context): Promise<Reply> {
  const removed = await store.servers.removeAlias(serverOf(caller), alias.tag);
  if (!removed) throw new UserError(aliasRemove.unknown);
  const said = aliasRemove.removed(tagWords([alias.tag]), tagWords([alias.means]));
  return withUndo(said, 'settings.join', alias, caller);
}

function withUndo(content: string, to: string, alias: Alias, { userId }: Caller): Reply {
  const press = { to, carry: alias, only: userId };
  return { content, rows: [[{ kind: 'button', label: texts.settings.undo, press }]] };
}
