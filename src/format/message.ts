import type { APIEmbed, RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import { codePoints } from '../lib/text.ts';
import type { ArticleDigest } from '../model/article.ts';
import type { Feed } from '../model/feed.ts';
import { articleEmbed } from './embed.ts';
import { LIMITS } from './limits.ts';

/** The body of a call that creates a message in a channel. */
export type Message = RESTPostAPIChannelMessageJSONBody;

/** An article as a message that pings nobody, within all of Discord's limits. */
export function articleMessage(article: ArticleDigest, feed: Pick<Feed, 'url' | 'title' | 'link'>): Message {
  return { embeds: [articleEmbed(article, feed)], allowed_mentions: { parse: [] } };
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
  return step === undefined ? asText(embed) : { ...message, embeds: [step.plainer(embed)] };
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
    applies: ({ image }) => image !== undefined,
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

function asText({ title = '', url, description }: APIEmbed): Message {
  const address = url ?? /https?:\/\/\S+$/.exec(description ?? '')?.[0];
  const content = `**${title}**\n${address ?? ''}`.trim();
  return {
    content: codePoints(content) <= LIMITS.content ? content : `**${title}**`,
    allowed_mentions: { parse: [] },
  };
}
