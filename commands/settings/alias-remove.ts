import { task } from '../../src/bot/command.ts';
import type { Suggest } from '../../src/bot/context.ts';
import { required, text } from '../../src/bot/option.ts';
import { UserError } from '../../src/lib/errors.ts';
import { foldTag } from '../../src/model/tag.ts';
import { serverOf } from '../feed/known.ts';
import { texts } from '../texts.ts';
import { remove } from './alias.ts';

const words = texts.settings.aliasRemove;

const suggestAlias: Suggest = async (typed, caller, { store }) =>
  (await store.servers.aliases(serverOf(caller)))
    .filter(({ tag, means }) => `${tag} ${means}`.includes(foldTag(typed)))
    .map(({ tag, means }) => ({ name: `#${tag} = #${means}`, value: tag }));

export const aliasRemove = task({
  name: 'alias-remove',
  description: words.description,
  options: { tag: required(text({ description: words.tag, maxLength: 100, suggest: suggestAlias })) },
  run: async ({ tag }, caller, context) => {
    const aliases = await context.store.servers.aliases(serverOf(caller));
    const found = aliases.find((one) => one.tag === foldTag(tag));
    if (found === undefined) throw new UserError(words.unknown);
    return await remove(found, caller, context);
  },
});
