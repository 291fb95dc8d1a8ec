import { z } from 'zod';
import { action } from '../src/bot/command.ts';
import { foldPage } from '../src/format/fold.ts';
import { UserError } from '../src/lib/errors.ts';
import { turnPages } from './pages.ts';
import { texts } from './texts.ts';

const Place = z.object({
  fold: z.number(),
  page: z.number(),
  /** The press came from a list that its reader alone sees: that one is changed, the post never is. */
  own: z.literal(1).optional(),
});

/** All articles of a post that lists several, page by page, for whoever pressed its button. */
export const showFold = action(Place, async ({ fold: id, page, own }, caller, { store }) => {
  const fold = await store.deliveries.fold(id);
  const isHere = fold?.address === caller.channelId || (fold && fold.serverId === caller.serverId);
  if (!fold || !isHere) throw new UserError(texts.latest.foldGone);
  const { embed, pages } = foldPage(fold.list, 'full', page);
  const press = (at: number) => ({ to: 'latest.fold', carry: { fold: id, page: at, own: 1 } });
  return {
    embeds: [embed],
    rows: turnPages(page, page + 1 < pages, press),
    ...(own === undefined && { beside: true }),
  };
});
