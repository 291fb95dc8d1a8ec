import { ChannelFlags } from 'discord.js';
import type { APIGuildForumChannel, APIGuildForumTag } from 'discord-api-types/v10';
import { foldTag, foldTags } from '../model/tag.ts';

/** Discord's limit on the tags of one post. */
const MOST_TAGS = 5;

/** Tags that suit every article, the best first: for forums that want one, when none of the article's own is there. */
const DEFAULTS = ['news', 'articles', 'article', 'feed', 'feeds', 'rss', 'blog', 'links', 'general', 'other', 'misc'];

/** A forum's tags for an article; `moderated`: one of them needs Manage Threads. */
export interface ChosenTags {
  readonly ids: readonly string[];
  readonly moderated: boolean;
}

/**
 * The tags of a forum that are among the article's, in the article's order. A forum that requires a tag gets one that suits
 * every article, or its only one.
 *
 * @param tags as the feed wrote them.
 * @param mayModerate false: tags that only moderators may apply are left alone.
 * @returns undefined when the forum requires a tag and none will do.
 */
export function chooseTags(
  { available_tags: available, flags }: Pick<APIGuildForumChannel, 'available_tags' | 'flags'>,
  tags: readonly string[],
  mayModerate: boolean,
): ChosenTags | undefined {
  const usable = available.filter(({ moderated }) => mayModerate || !moderated);
  const fitting = foldTags(tags).flatMap((tag) => usable.filter(({ name }) => foldTag(name) === tag));
  const requires = ((flags ?? 0) & ChannelFlags.RequireTag) !== 0;
  const chosen = fitting.length > 0 || !requires ? fitting.slice(0, MOST_TAGS) : defaultOf(usable);
  if (requires && chosen.length === 0) return undefined;
  return { ids: chosen.map(({ id }) => id), moderated: chosen.some(({ moderated }) => moderated) };
}

function defaultOf(usable: readonly APIGuildForumTag[]): APIGuildForumTag[] {
  const named = DEFAULTS.map((tag) => usable.find(({ name }) => foldTag(name) === tag));
  const found = named.find((tag) => tag !== undefined) ?? (usable.length === 1 ? usable[0] : undefined);
  return found === undefined ? [] : [found];
}
