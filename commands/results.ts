import type { Caller } from '../src/bot/context.ts';
import type { Button, Press, Reply } from '../src/bot/reply.ts';
import { escapeWithin, link } from '../src/format/escape.ts';
import { excerpt } from '../src/format/excerpt.ts';
import { LIMITS } from '../src/format/limits.ts';
import { tagNames } from '../src/format/tags.ts';
import { titleOf } from '../src/format/title.ts';
import { codePoints, isolate, oneLine, truncate } from '../src/lib/text.ts';
import type { Found } from '../src/store/found.ts';
import { COLOUR } from './look.ts';
import { turnPages } from './pages.ts';
import { texts } from './texts.ts';

/** A page of articles that were found. Pages count from 0. */
export interface Results {
  readonly title: string;
  readonly hits: readonly Found[];
  readonly page: number;
  readonly more: boolean;
  /** What the results were narrowed to, in words. */
  readonly narrowed: readonly string[];
  /** Leads to another page. */
  readonly turn: (page: number) => Press;
  /** Leads to the same page, for everyone in the channel. */
  readonly share: Press;
}

export const PER_PAGE = 5;
/** So much room has each result in an embed's description. */
const MAX_RESULT = Math.floor(LIMITS.description / PER_PAGE) - 2;
const MAX_TITLE = 120;
const MAX_SNIPPET = 260;
const MIN_SNIPPET = 40;
const MAX_NAME = 60;
const MAX_AUTHORS = 2;
const MAX_TAGS = 4;
const MAX_TAG = 30;

export function resultsReply(results: Results, { serverId }: Caller): Reply {
  const { title, hits, page, more, narrowed, turn, share } = results;
  const footer = [...(page > 0 || more ? [texts.pages.at(page)] : []), ...narrowed].join(' · ');
  const embed = {
    title: escapeWithin(title, LIMITS.title),
    description: hits.map((hit) => resultOf(hit, serverId)).join('\n\n'),
    color: COLOUR,
    ...(footer !== '' && { footer: { text: truncate(footer, LIMITS.footer) } }),
  };
  const toAll: Button = { kind: 'button', label: texts.results.share, press: share };
  return { embeds: [embed], rows: turnPages(page, more, turn, serverId === undefined ? [] : [toAll]) };
}

/** The same page, for everyone in the channel: without buttons, for only the asker knows what else to ask. */
export function shared({ embeds, content }: Reply, { userId }: Caller): Reply {
  if (embeds === undefined) return { content: content ?? '', beside: true };
  return { content: texts.results.sharedBy(userId), embeds, beside: true, public: true };
}

/** Title, a piece of the text, and what is known besides, on a line each. */
function resultOf({ article, feedTitle, snippet, message }: Found, serverId: string | undefined): string {
  const title = excerpt(titleOf(article, { title: feedTitle, url: '' }).title, MAX_TITLE);
  const at = Math.floor((article.published ?? article.firstSeenAt) / 1000);
  const authors = article.authors.slice(0, MAX_AUTHORS).map(({ name }) => name);
  const by = nameOf(authors.join(', ')) || nameOf(feedTitle ?? '');
  const tags = tagNames(article.tags).slice(0, MAX_TAGS);
  const posted =
    message && serverId && `https://discord.com/channels/${serverId}/${message.channelId}/${message.messageId}`;
  const facts = [
    ...(by === '' ? [] : [by]),
    `<t:${at}:R>`,
    ...tags.map((tag) => isolate(escapeWithin(`#${tag}`, MAX_TAG))),
    ...(posted === undefined ? [] : [link(texts.results.posted, posted)]),
  ];
  const last = `-# ${facts.join(' · ')}`;
  const first = headline(title, article.link, MAX_RESULT - codePoints(last) - 1);
  const room = Math.min(MAX_SNIPPET, MAX_RESULT - codePoints(`${first}\n\n${last}`));
  const text = room < MIN_SNIPPET ? '' : excerpt(snippet, room);
  return [first, text, last].filter((line) => line !== '').join('\n');
}

/** @param title in Markdown; without its link when that is longer than the room. */
function headline(title: string, address: string | undefined, room: number): string {
  // Discord shows a link whose label holds an address as it was written, brackets and all.
  const linked = `**${link(title.replace(/https?:\/\//g, ''), address ?? '')}**`;
  return codePoints(linked) <= room ? linked : `**${title}**`;
}

function nameOf(name: string): string {
  return isolate(escapeWithin(oneLine(name), MAX_NAME));
}
