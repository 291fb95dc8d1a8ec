import type { Caller } from '../src/bot/context.ts';
import type { Button, Press, Reply } from '../src/bot/reply.ts';
import { escapeWithin, link } from '../src/format/escape.ts';
import { excerpt } from '../src/format/excerpt.ts';
import { headline } from '../src/format/headline.ts';
import { LIMITS } from '../src/format/limits.ts';
import { snippet } from '../src/format/snippet.ts';
import { shortTags } from '../src/format/tags.ts';
import { codePoints, isolate, oneLine, truncate } from '../src/lib/text.ts';
import type { Found } from '../src/store/found.ts';
import { COLOUR } from './look.ts';
import { turnPages } from './pages.ts';
import { texts } from './texts.ts';

/** A page of articles that were found. Pages count from 0. */
export interface Results {
  readonly title: string;
  readonly hits: readonly Found[];
  /** What was looked for: it is bold in the results. */
  readonly terms: readonly string[];
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
const MAX_SNIPPET = 260;
const MIN_SNIPPET = 40;
const MAX_NAME = 60;
const MAX_AUTHORS = 2;
const MAX_TAGS = 4;
const MAX_TAG = 30;
const MAX_STORIES = 2;
const MAX_REASON = 120;

export function resultsReply(results: Results, { serverId, mayManage }: Caller): Reply {
  const { title, hits, terms, page, more, narrowed, turn, share } = results;
  const footer = [...(page > 0 || more ? [texts.pages.at(page)] : []), ...narrowed].join(' · ');
  const embed = {
    title: escapeWithin(title, LIMITS.title),
    description: hits.map((hit) => resultOf(hit, terms, serverId, mayManage)).join('\n\n'),
    color: COLOUR,
    ...(footer !== '' && { footer: { text: truncate(footer, LIMITS.footer) } }),
  };
  const toAll: Button = { kind: 'button', label: texts.results.share, press: share };
  return { embeds: [embed], rows: turnPages(page, more, turn, serverId === undefined ? [] : [toAll]) };
}

/** Who asks for what everyone is to see: nothing that only those who manage the server are told. */
export function asMember(caller: Caller): Caller {
  return { ...caller, mayManage: false };
}

/** The same page, for everyone in the channel: without buttons, for only the asker knows what else to ask. */
export function shared({ embeds, content }: Reply, { userId }: Caller): Reply {
  if (embeds === undefined) return { content: content ?? '', beside: true };
  return { content: texts.results.sharedBy(userId), embeds, beside: true, public: true };
}

/** Title, a piece of the text, and what is known besides, on a line each. */
function resultOf(hit: Found, terms: readonly string[], serverId: string | undefined, mayManage: boolean): string {
  const untold = mayManage ? whyNot(hit) : [];
  const facts = [factsOf(hit, serverId).join(' · '), ...untold].map((line) => `-# ${line}`).join('\n');
  const { article, feedTitle } = hit;
  const title = headline(article, { title: feedTitle, url: '' }, MAX_RESULT - codePoints(facts) - 1);
  const room = Math.min(MAX_SNIPPET, MAX_RESULT - codePoints(`${title}\n\n${facts}`));
  const text = room < MIN_SNIPPET ? '' : excerpt(snippet(article.excerpt, terms), room);
  return [title, text, facts].filter((line) => line !== '').join('\n');
}

/** Why it was not posted where somebody wished for it. */
function whyNot({ stories }: Found): string[] {
  const missing = stories.filter(({ state }) => state !== 'sent');
  return missing.slice(0, MAX_STORIES).map(({ destination, state, reason }) => {
    const { waits, skipped, abandoned, onItsWay } = texts.results.stories;
    const say = { waiting: waits, skipped, abandoned, sent: waits }[state];
    return say(destination.address, reason === undefined ? onItsWay : escapeWithin(oneLine(reason), MAX_REASON));
  });
}

/** Who wrote it and when, its tags, and where it was posted. */
function factsOf({ article, feedTitle, message }: Found, serverId: string | undefined): string[] {
  const authors = article.authors.slice(0, MAX_AUTHORS).map(({ name }) => name);
  const by = nameOf(authors.join(', ')) || nameOf(feedTitle ?? '');
  const at = Math.floor((article.published ?? article.firstSeenAt) / 1000);
  return [
    ...(by === '' ? [] : [by]),
    `<t:${at}:R>`,
    ...shortTags(article.tags, MAX_TAGS, MAX_TAG),
    ...(message && serverId ? [link(texts.results.posted, addressOf(message, serverId))] : []),
  ];
}

function addressOf({ channelId, messageId }: NonNullable<Found['message']>, serverId: string): string {
  return `https://discord.com/channels/${serverId}/${channelId}/${messageId}`;
}

function nameOf(name: string): string {
  return isolate(escapeWithin(oneLine(name), MAX_NAME));
}
