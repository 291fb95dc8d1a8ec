import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import { required } from '../../src/bot/option.ts';
import type { Reply } from '../../src/bot/reply.ts';
import { UserError } from '../../src/lib/errors.ts';
import { foldTag, withAliases, type Alias } from '../../src/model/tag.ts';
import { serverOf } from '../feed/known.ts';
import { joinWithin } from '../lists.ts';
import { tagOption } from '../options.ts';
import { tagWords } from '../subscribing/words.ts';
import { texts } from '../texts.ts';

const { aliasAdd: words, aliasRemove } = texts.settings;

/** Each alias is looked through with every subscription of the server. */
const MAX_ALIASES = 100;
/** In code points of Markdown. */
const MAX_LEFT = 1000;

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
  const aliases = await store.servers.aliases(serverId);
  if (withAliases([tag], aliases).includes(means))
    throw new UserError(words.joined(tagWords([tag]), tagWords([means])));
  const replaced = aliases.find((one) => one.tag === tag);
  if (replaced === undefined && aliases.length >= MAX_ALIASES) throw new UserError(words.tooMany(MAX_ALIASES));
  await store.servers.setAlias(serverId, alias, now());
  const added = words.added(tagWords([tag]), tagWords([means]));
  if (replaced === undefined) return withUndo(added, 'settings.part', alias, caller);
  const instead = words.instead(tagWords([tag]), tagWords([replaced.means]));
  return withUndo(`${added} ${instead}`, 'settings.join', replaced, caller);
}

/** @throws UserError when there is no such alias any more. */
export async function remove(alias: Alias, caller: Caller, { store }: Context): Promise<Reply> {
  const serverId = serverOf(caller);
  const stands = (await store.servers.aliases(serverId)).some((one) => isSame(one, alias));
  if (!stands || !(await store.servers.removeAlias(serverId, alias.tag))) throw new UserError(aliasRemove.unknown);
  const left = joining(alias, await store.servers.aliases(serverId));
  const [tag, means] = [tagWords([alias.tag]), tagWords([alias.means])];
  const lines = left.map((one) => texts.settings.aliasList.line(tagWords([one.tag]), tagWords([one.means])));
  const list = joinWithin(lines, ', ', MAX_LEFT, () => '…');
  const said = left.length === 0 ? aliasRemove.removed(tag, means) : aliasRemove.stillJoined(tag, means, list);
  return withUndo(said, 'settings.join', alias, caller);
}

/** What joins the two tags of an alias without it; none when they are two. */
function joining({ tag, means }: Alias, others: readonly Alias[]): Alias[] {
  const joined = withAliases([tag], others);
  return joined.includes(means) ? others.filter((one) => joined.includes(one.tag)) : [];
}

function isSame(one: Alias, other: Alias): boolean {
  return one.tag === other.tag && one.means === other.means;
}

function withUndo(content: string, to: string, alias: Alias, { userId }: Caller): Reply {
  const press = { to, carry: alias, only: userId };
  return { content, rows: [[{ kind: 'button', label: texts.settings.undo, press }]] };
}
