import { MessageFlags, type APIEmbed } from 'discord-api-types/v10';
import { codePoints, isolate, oneLine, truncate } from '../lib/text.ts';
import type { Owed } from '../model/delivery.ts';
import { authorKey } from '../model/fold.ts';
import type { Look } from '../model/server.ts';
import { buttonRow } from './button.ts';
import { colourOf } from './colour.ts';
import { feedName, timestamp } from './embed.ts';
import { escapeWithin, linkUrl } from './escape.ts';
import { headline } from './headline.ts';
import { LIMITS } from './limits.ts';
import { mentioned, type Manner, type Message } from './message.ts';
import { shortTags } from './tags.ts';

const texts = {
  by: (count: number, author: string) => `${count} new articles by ${author}`,
  in: (count: number, feed: string) => `${count} new articles in ${feed}`,
  more: (count: number) => `… and ${count} more`,
  all: (count: number) => `Show all ${count}`,
  page: (page: number, pages: number) => `Page ${page + 1} of ${pages}`,
};

/** Of one page: a channel's readers see on their phones where it ends. */
const MOST_LINES = 12;
const MAX_NAME = 100;

export type Listed = readonly Pick<Owed, 'article' | 'feed'>[];

/**
 * Several articles in one message: who published how many, and each title as a link. What does not fit is behind a button.
 *
 * @param id of the fold: what the button asks for.
 */
export function foldMessage(list: Listed, id: number, { look, pings }: Manner): Message {
  const { mentions, allowed_mentions } = mentioned(pings);
  const isText = look === 'link';
  const room = isText ? LIMITS.content - codePoints(mentions) - LIMITS.title - 100 : LIMITS.description - 100;
  const [shown = [], ...others] = pagesOf(list, look, room);
  const left = others.flat().length;
  const lines = [...shown, ...(left > 0 ? [texts.more(left)] : [])].join('\n');
  const components = left > 0 ? [showAll(list.length, id)] : [];
  const rest = { allowed_mentions, ...(components.length > 0 && { components }) };
  if (!isText) return { ...(mentions !== '' && { content: mentions }), embeds: [foldEmbed(list, lines)], ...rest };
  const { at } = aboutOf(list);
  const newest = timestamp(at) === undefined ? '' : ` · <t:${Math.floor(at / 1000)}:R>`;
  const content = `${mentions} **${headingOf(list)}**${newest}\n${lines}`.trim();
  // Discord's own previews of a dozen links would be the flood that a fold is to spare its readers.
  return { content, flags: MessageFlags.SuppressEmbeds, ...rest };
}

function showAll(count: number, fold: number) {
  return buttonRow({ label: texts.all(count), press: { to: 'latest.fold', carry: { fold, page: 0 } } });
}

/** One page of a fold's whole list. Pages count from 0. */
export function foldPage(list: Listed, look: Look, page: number): { readonly embed: APIEmbed; readonly pages: number } {
  const pages = pagesOf(list, look, LIMITS.description);
  const embed = foldEmbed(list, (pages[page] ?? []).join('\n'));
  const place = pages.length > 1 ? [texts.page(page, pages.length)] : [];
  const text = [...(embed.footer ? [embed.footer.text] : []), ...place].join(' · ');
  return { embed: { ...embed, ...(text !== '' && { footer: { text } }) }, pages: pages.length };
}

function foldEmbed(list: Listed, description: string): APIEmbed {
  const { feed, author, at } = aboutOf(list);
  const url = linkUrl(author === undefined ? feed.link : author.url);
  const name = feedName(feed);
  const newest = timestamp(at);
  return {
    title: headingOf(list),
    description,
    color: colourOf(feed.url),
    ...(url !== undefined && { url }),
    ...(author !== undefined && name !== '' && { footer: { text: name } }),
    ...(newest !== undefined && { timestamp: newest }),
  };
}

function headingOf(list: Listed): string {
  const { feed, author } = aboutOf(list);
  return foldHeading(list.length, feed, author);
}

/** @param author undefined: the articles of the feed are by several. */
export function foldHeading(count: number, feed: Listed[number]['feed'], author?: { readonly name: string }): string {
  const name = truncate(author === undefined ? feedName(feed) : oneLine(author.name), MAX_NAME);
  const heading = (author === undefined ? texts.in : texts.by)(count, isolate(name));
  return escapeWithin(heading, LIMITS.title);
}

/** Whether a line says that the list goes on behind a button. */
export function saysMore(line = ''): boolean {
  return line.replace(/\d+/, '0') === texts.more(0);
}

/** The feed, the author when all are by one, and when the newest was published. */
function aboutOf(list: Listed) {
  const [first] = list;
  if (first === undefined) throw new Error('A fold has articles.');
  const key = authorKey(first.article);
  const isOne = key !== undefined && list.every(({ article }) => authorKey(article) === key);
  const at = Math.max(...list.map(({ article }) => article.published ?? article.firstSeenAt));
  return { feed: first.feed, author: isOne ? first.article.authors[0] : undefined, at };
}

/** The lines of a list, page by page. */
function pagesOf(list: Listed, look: Look, room: number): string[][] {
  const { author } = aboutOf(list);
  const pages: string[][] = [];
  let left = 0;
  for (const { article, feed } of list) {
    const facts = look === 'full' ? factsOf(article, author === undefined) : [];
    const below = facts.length === 0 ? '' : `\n-# ${facts.join(' · ')}`;
    const line = headline(article, feed, room - codePoints(below)) + below;
    const page = pages.at(-1);
    left -= codePoints(line) + 1;
    if (page !== undefined && page.length < MOST_LINES && left >= 0) page.push(line);
    else {
      pages.push([line]);
      left = room - codePoints(line);
    }
  }
  return pages;
}

function factsOf(article: Owed['article'], withAuthor: boolean): string[] {
  const author = withAuthor ? oneLine(article.authors[0]?.name ?? '') : '';
  const { published } = article;
  return [
    ...(author === '' ? [] : [isolate(escapeWithin(author, MAX_NAME / 2))]),
    ...(timestamp(published) === undefined ? [] : [`<t:${Math.floor((published ?? 0) / 1000)}:t>`]),
    ...shortTags(article.tags, 4, 30),
  ];
}
