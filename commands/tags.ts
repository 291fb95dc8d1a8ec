import { command } from '../src/bot/command.ts';
import type { Button, Row } from '../src/bot/reply.ts';
import { escapeWithin } from '../src/format/escape.ts';
import { isolate, oneLine } from '../src/lib/text.ts';
import type { Trend } from '../src/store/suggest.ts';
import { COLOUR } from './look.ts';
import { lackOfFeeds } from './narrow.ts';
import { scopeOf } from './options.ts';
import { texts } from './texts.ts';

const SHOWN = 15;
const MAX_TAG = 60;
const BUTTONS_A_ROW = 5;
/** A change by less than this share is none. */
const NOTABLE = 0.2;

export const tags = command({
  name: 'tags',
  description: texts.tags.description,
  options: {},
  run: async (_options, caller, context) => {
    const { store, now } = context;
    const trends = (await store.search.trending(scopeOf(caller), now())).slice(0, SHOWN);
    if (trends.length === 0) return { content: (await lackOfFeeds(caller, context)) ?? texts.tags.none };
    const description = [texts.tags.intro, '', ...trends.map(lineOf)].join('\n');
    return {
      embeds: [{ title: texts.tags.title, description, color: COLOUR }],
      rows: inRows(trends.map(({ written }) => subscribeTo(written, caller.userId))),
    };
  },
});

function lineOf(trend: Trend): string {
  const tag = isolate(escapeWithin(hashed(trend.written), MAX_TAG));
  return texts.tags.line(arrow(trend), tag, trend.thisWeek, trend.before);
}

function arrow({ thisWeek, before }: Trend): string {
  if (thisWeek > before * (1 + NOTABLE)) return '↗';
  return thisWeek < before * (1 - NOTABLE) ? '↘' : '→';
}

function subscribeTo(tag: string, userId: string): Button {
  return { kind: 'button', label: hashed(tag), press: { to: 'subscribe.tag', carry: { tag }, only: userId } };
}

function hashed(tag: string): string {
  return `#${oneLine(tag).replace(/^#+\s*/, '')}`;
}

function inRows(buttons: readonly Button[]): Row[] {
  const starts = buttons.keys().filter((index) => index % BUTTONS_A_ROW === 0);
  return [...starts].map((start) => buttons.slice(start, start + BUTTONS_A_ROW));
}
