import type { APIEmbed, RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import { codePoints } from '../lib/text.ts';
import type { ArticleDigest } from '../model/article.ts';
import type { Feed } from '../model/feed.ts';
import type { Look } from '../model/server.ts';
import { compactEmbed } from './compact.ts';
import { articleEmbed } from './embed.ts';
import { link, linkUrl } from './escape.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { titleOf } from './title.ts';

/** The body of a call that creates a message in a channel. */
export type Message = RESTPostAPIChannelMessageJSONBody;

/** How a post looks, and the roles that it pings. */
export interface Manner {
  readonly look: Look;
  readonly pings: readonly string[];
}

/** An article as a message that pings nobody but the roles that are named, within all of Discord's limits. */
export function articleMessage(
  article: ArticleDigest,
  feed: Pick<Feed, 'url' | 'title' | 'link'>,
  { look, pings }: Manner = { look: 'full', pings: [] },
): Message {
  const { mentions, allowed_mentions } = mentioned(pings);
  if (look === 'link') return { content: linkContent(article, feed, mentions), allowed_mentions };
  const embed = look === 'full' ? articleEmbed(article, feed) : compactEmbed(article, feed);
  return { ...(mentions !== '' && { content: mentions }), embeds: [embed], allowed_mentions };
}

/** The roles that a message pings, as it names them, and the leave to ping them and nobody else. */
export function mentioned(pings: readonly string[]) {
  const roles = pings.slice(0, SHOWN.pings);
  const mentions = roles.map((id) => `<@&${id}>`).join(' ');
  return { mentions, allowed_mentions: { parse: [], ...(roles.length > 0 && { roles }) } };
}

/** Without the brackets that would keep Discord from showing the site's own preview below. */
function linkContent(article: ArticleDigest, feed: Pick<Feed, 'url' | 'title'>, mentions: string): string {
  const { title } = titleOf(article, feed);
  const url = linkUrl(article.link);
  const linked = url === undefined ? '' : link(title, url);
  const isWhole = linked.startsWith('[') && codePoints(linked) + codePoints(mentions) < LIMITS.content;
  return isWhole ? after(mentions, linked) : textContent(title, url, mentions);
}

/**
 * The next plainer form of a message that Discord refused: without what it named, else without the first of picture, links, and
 * all else around title and text; at last as plain text. Each step takes away for good, so there are four at most.
 *
 * @param refusedFields the paths that Discord named, as in `embeds.0.image.url`.
 * @returns undefined when nothing plainer is left.
 */
export function plainer(message: Message, refusedFields: readonly string[]): Message | undefined {
  const embed = message.embeds?.[0];
  if (embed === undefined) return undefined;
  const steps = STEPS.filter(({ applies }) => applies(embed));
  const named = steps.find(({ paths }) => refusedFields.some((path) => paths.test(path)));
  // Nothing but plain text goes without a title and a text.
  const isEssential = refusedFields.some((path) => /\.(?:title|description)$/.test(path));
  const step = named ?? (isEssential ? undefined : steps[0]);
  return step === undefined ? asText(message, embed) : { ...message, embeds: [step.plainer(embed)] };
}

interface Step {
  /** The refused fields that this step does away with. */
  readonly paths: RegExp;
  readonly applies: (embed: APIEmbed) => boolean;
  readonly plainer: (embed: APIEmbed) => APIEmbed;
}

const STEPS: readonly Step[] = [
  {
    paths: /\.(?:image|thumbnail)\b/,
    applies: ({ image, thumbnail }) => image !== undefined || thumbnail !== undefined,
    plainer: withoutPicture,
  },
  {
    paths: /\.url$/,
    applies: ({ url, author }) => url !== undefined || author?.url !== undefined,
    plainer: withoutLinks,
  },
  {
    paths: /\.(?:author|fields|footer|timestamp|color)\b/,
    applies: ({ author, fields, footer, timestamp }) =>
      [author, fields, footer, timestamp].some((part) => part !== undefined),
    plainer: ({ title, url, description }) => ({
      ...(title !== undefined && { title }),
      ...(url !== undefined && { url }),
      ...(description !== undefined && { description }),
    }),
  },
];

function withoutPicture(embed: APIEmbed): APIEmbed {
  const rest = { ...embed };
  delete rest.image;
  delete rest.thumbnail;
  return rest;
}

/** The article's address stays, as text, which Discord does not check. */
function withoutLinks({ url, author, description, ...rest }: APIEmbed): APIEmbed {
  const text = [description, url].filter((part) => part !== undefined).join('\n\n');
  return {
    ...rest,
    ...(text !== '' && { description: text }),
    ...(author && { author: { name: author.name } }),
  };
}

function asText(
  { content: mentions = '', allowed_mentions, components }: Message,
  { title = '', url, description }: APIEmbed,
) {
  const address = url ?? /https?:\/\/\S+$/.exec(description ?? '')?.[0];
  return { content: textContent(title, address, mentions), allowed_mentions, ...(components && { components }) };
}

function textContent(title: string, address: string | undefined, mentions: string): string {
  const name = after(mentions, `**${title}**`);
  const content = `${name}\n${address ?? ''}`.trim();
  return codePoints(content) <= LIMITS.content ? content : name;
}

function after(mentions: string, text: string): string {
  return `${mentions} ${text}`.trim();
}
