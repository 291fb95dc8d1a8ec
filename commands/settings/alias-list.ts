import { z } from 'zod';
import { action, task } from '../../src/bot/command.ts';
import type { Caller, Context } from '../../src/bot/context.ts';
import type { Reply } from '../../src/bot/reply.ts';
import type { Alias } from '../../src/model/tag.ts';
import { serverOf } from '../feed/known.ts';
import { COLOUR } from '../look.ts';
import { pageOf, turnPages } from '../pages.ts';
import { tagWords } from '../subscribing/words.ts';
import { texts } from '../texts.ts';

const words = texts.settings.aliasList;
const PER_PAGE = 20;

export const aliasList = task({
  name: 'alias-list',
  description: words.description,
  options: {},
  run: (_options, caller, context) => list(0, caller, context),
});

export const page = action(z.object({ page: z.int() }), ({ page: wanted }, caller, context) =>
  list(wanted, caller, context),
);

/** An alias in Markdown. */
export function aliasLine({ tag, means }: Alias): string {
  return words.line(tagWords([tag]), tagWords([means]));
}

async function list(wanted: number, caller: Caller, { store }: Context): Promise<Reply> {
  const aliases = await store.servers.aliases(serverOf(caller));
  if (aliases.length === 0) return { content: words.none };
  const { shown, page: at, pages } = pageOf(aliases, wanted, PER_PAGE);
  const press = (to: number) => ({ to: 'settings.page', carry: { page: to }, only: caller.userId });
  const embed = { title: words.title(aliases.length), description: shown.map(aliasLine).join('\n'), color: COLOUR };
  return {
    embeds: [pages > 1 ? { ...embed, footer: { text: texts.pages.of(at, pages) } } : embed],
    rows: turnPages(at, at + 1 < pages, press),
  };
}
