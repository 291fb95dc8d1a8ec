import { command } from '../src/bot/command.ts';
import { escapeWithin } from '../src/format/escape.ts';
import { oneLine } from '../src/lib/text.ts';
import type { Destination } from '../src/model/destination.ts';
import type { Waiting } from '../src/store/health.ts';
import type { ServerFeed } from '../src/store/server-feeds.ts';
import type { ListedSubscription } from '../src/store/subscription-lists.ts';
import { ago } from './ago.ts';
import { feedLabel } from './feed-name.ts';
import { serverOf } from './feed/known.ts';
import { joinWithin } from './lists.ts';
import { COLOUR } from './look.ts';
import { texts } from './texts.ts';

const words = texts.status;

/** Of each of four sections, in code points. */
const MAX_SECTION = 900;
const MAX_REASON = 200;
/** What is owed for less than this is on its way. */
const PATIENCE_MS = 60_000;
/** A shorter rest of all posting is nothing to tell. */
const WORTH_A_WORD_MS = 10_000;

export const status = command({
  name: 'status',
  description: words.description,
  options: {},
  run: async (_options, caller, { store, now, ...context }) => {
    const serverId = serverOf(caller);
    const feeds = await store.servers.feeds(serverId);
    if (feeds.length === 0) return { content: texts.feeds.none(caller.mayManage) };
    const waiting = (await store.deliveries.waitingOf(serverId)).filter(
      ({ reason, since }) => reason !== undefined || since < now() - PATIENCE_MS,
    );
    const restMs = context.restMs();
    const sections = [
      restMs < WORTH_A_WORD_MS ? '' : words.rests(ago(now() + restMs)),
      section(words.failing, feeds.filter((feed) => feed.disabledAt === undefined).flatMap(failing), words.failingHint),
      section(words.disabled, feeds.flatMap(disabled), words.disabledHint),
      section(words.waiting, waiting.map(waits)),
      section(words.stopped, stopped(await store.subscriptions.ofServer(serverId)), words.stoppedHint),
    ].filter((one) => one !== '');
    const lastAt = await store.deliveries.lastPostOf(serverId);
    const last = lastAt === undefined ? undefined : ago(lastAt);
    if (sections.length === 0) return { embeds: [{ title: words.well, description: well(last), color: COLOUR }] };
    const description = [...sections, ...(last === undefined ? [] : [words.last(last)])].join('\n\n');
    return { embeds: [{ title: words.trouble, description, color: COLOUR }] };
  },
});

function well(last: string | undefined): string {
  return last === undefined ? words.wellNothingYet : words.wellText(last);
}

function section(title: string, lines: readonly string[], hint?: string): string {
  if (lines.length === 0) return '';
  const shown = joinWithin(lines, '\n', MAX_SECTION, words.more);
  return [`**${title}**`, shown, ...(hint === undefined ? [] : [`-# ${hint}`])].join('\n');
}

/** A paused feed is not asked: that it failed before is no news. */
function failing({ failingSince, pausedAt, lastError, ...feed }: ServerFeed): string[] {
  if (failingSince === undefined || pausedAt !== undefined) return [];
  return [words.fails(feedLabel({ ...feed, link: undefined }), ago(failingSince), reasonOf(lastError))];
}

/** A feed that was given up. */
function disabled({ disabledAt, pausedAt, lastError, ...feed }: ServerFeed): string[] {
  if (disabledAt === undefined || pausedAt !== undefined) return [];
  return [words.gaveUp(feedLabel({ ...feed, link: undefined }), ago(disabledAt), reasonOf(lastError))];
}

function waits({ destination, deliveries, since, nextSendAt, reason }: Waiting): string {
  const why = reason === undefined ? words.untried : reasonOf(reason);
  const next = reason === undefined || nextSendAt === undefined ? '' : ` (${words.nextTry(ago(nextSendAt))})`;
  return `${words.waits(placeOf(destination), deliveries, ago(since))}: ${why}${next}`;
}

/** Each channel once; that a member takes no direct messages is their own affair. */
function stopped(subscriptions: readonly ListedSubscription[]): string[] {
  const closed = new Map(subscriptions.map((one) => [one.destinationId, one]));
  return [...closed.values()].flatMap(({ destination, closed: end }) =>
    end === undefined || destination.kind === 'direct'
      ? []
      : words.stops(placeOf(destination), ago(end.at), reasonOf(end.reason)),
  );
}

function placeOf({ kind, address }: Destination): string {
  return kind === 'direct' ? words.direct : words.channel(address);
}

function reasonOf(reason: string | undefined): string {
  return escapeWithin(oneLine(reason ?? ''), MAX_REASON) || words.unknownReason;
}
