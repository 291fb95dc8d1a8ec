import { z } from 'zod';
import type { Caller, Context } from '../../src/bot/context.ts';
import type { Button, Press, Reply, Row } from '../../src/bot/reply.ts';
import { escapeWithin } from '../../src/format/escape.ts';
import { oneLine } from '../../src/lib/text.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { ago } from '../ago.ts';
import { COLOUR } from '../look.ts';
import { pageOf, turnPages, type Page } from '../pages.ts';
import { texts } from '../texts.ts';
import type { Ended } from './end.ts';
import { channelsOf, isDirect, ownOf } from './own.ts';
import { articlesOf } from './words.ts';

const { subscriptions: words } = texts;

/** A page of a list of subscriptions, as its buttons carry it. */
export const View = z.object({
  page: z.int(),
  /** Only those of this channel; undefined: all that the member may end. */
  channel: z.string().optional(),
});
export type View = z.output<typeof View>;

/** As many as one row of buttons ends. */
const PER_PAGE = 5;
const MAX_REASON = 160;

/** The subscriptions that a member may end, page by page, each with its button. */
export async function listing(view: View, caller: Caller, context: Context, ended?: Ended): Promise<Reply> {
  const { channel } = view;
  const all = await subscriptionsOf(channel, caller, context);
  const buttons = ended?.buttons ?? [];
  const last: Row[] = buttons.length === 0 ? [] : [buttons];
  if (all.length === 0)
    return { content: [ended?.content, none(channel, caller)].filter(Boolean).join('\n'), rows: last };
  const page = pageOf(all, view.page, PER_PAGE);
  const turn = (to: number): Press => ({ to: 'subscriptions.page', carry: { ...view, page: to }, only: caller.userId });
  return {
    content: ended?.content ?? '',
    embeds: [{ title: words.title(all.length), description: linesOf(page), color: COLOUR, ...footerOf(page) }],
    rows: [...endButtons(page, view, caller), ...turnPages(page.page, page.page + 1 < page.pages, turn), ...last],
  };
}

async function subscriptionsOf(channel: string | undefined, caller: Caller, context: Context) {
  const channels = caller.mayManage ? await channelsOf(caller, context) : [];
  if (channel !== undefined) return channels.filter(({ destination }) => destination.address === channel);
  return [...(await ownOf(caller, context)), ...channels];
}

function none(channel: string | undefined, { serverId }: Caller): string {
  if (channel !== undefined) return words.noneInChannel(channel);
  return serverId === undefined ? words.noneDirect : words.none;
}

function linesOf({ shown, page }: Page<ListedSubscription>): string {
  return shown.map((one, at) => `${numberOf(page, at)}. ${lineOf(one)}`).join('\n');
}

function lineOf(one: ListedSubscription): string {
  const place = isDirect(one) ? words.direct : words.inChannel(one.destination.address);
  const pinging = one.pingRole === undefined ? '' : texts.subscribe.pinging(one.pingRole);
  const facts = [...(one.fixed ? [words.fixed] : []), ...(one.closed === undefined ? [] : [stopped(one.closed)])];
  return [`${articlesOf(one)}, ${place}${pinging}`, ...facts].join(' · ');
}

function stopped({ at, reason }: NonNullable<ListedSubscription['closed']>): string {
  return words.stopped(ago(at), escapeWithin(oneLine(reason), MAX_REASON));
}

function footerOf({ page, pages }: Page<ListedSubscription>) {
  return pages > 1 ? { footer: { text: texts.pages.of(page, pages) } } : {};
}

function endButtons({ shown, page }: Page<ListedSubscription>, view: View, { userId }: Caller): Row[] {
  const buttons = shown.map((one, at): Button => {
    const press = { to: 'subscriptions.end', carry: { ...view, page, id: one.id }, only: userId };
    return { kind: 'button', label: words.end(numberOf(page, at)), disabled: one.fixed, press };
  });
  return [buttons];
}

function numberOf(page: number, at: number): number {
  return page * PER_PAGE + at + 1;
}
