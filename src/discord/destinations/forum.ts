import { Routes, type REST } from 'discord.js';
import type { APIChannel, APIThreadChannel, RESTPostAPIGuildForumThreadsJSONBody } from 'discord-api-types/v10';
import type { SendOutcome } from '../../model/delivery.ts';
import type { Channels } from '../channels.ts';
import { notDiscord, outcomeOf } from '../failure.ts';
import { chooseTags } from '../forum-tags.ts';
import { editPost, findPost, nameOf } from '../forum-posts.ts';
import type { Post } from '../post.ts';
import type { Destinations, Discord } from './index.ts';

/**
 * A forum or media channel: each article is a post of its own, which Discord calls a thread. A message that begins a thread
 * has the thread's id. Threads know no nonce, so before any repeat they are looked through.
 */
export function forum({ rest, channels }: Discord): Destinations['forum'] {
  /** Forums whose moderated tags Discord has refused us. */
  const unmoderated = new Set<string>();
  return {
    send: (address, post) => send({ rest, channels, unmoderated }, address, post),
    find: (address, post, { firstAt }) => findPost(rest, channels, address, post, firstAt),
    edit: (_address, messageId, post) => editPost(rest, messageId, post),
  };
}

interface Tools {
  readonly rest: REST;
  readonly channels: Channels;
  readonly unmoderated: Set<string>;
}

async function send(tools: Tools, address: string, post: Post): Promise<SendOutcome> {
  const answer = await tools.channels.get(address);
  if (answer.kind !== 'known') return answer;
  const outcome = await begin(tools, answer.channel, post);
  if (answer.fresh || !isAboutTags(outcome)) return outcome;
  // Its tags may have changed since they were asked for.
  tools.channels.forget(address);
  return await send(tools, address, post);
}

function isAboutTags(outcome: SendOutcome): boolean {
  return (
    outcome.kind === 'forbidden' ||
    (outcome.kind === 'refused' && outcome.fields.some((path) => path.startsWith('applied_tags')))
  );
}

async function begin(tools: Tools, forum: APIChannel, post: Post): Promise<SendOutcome> {
  if (!('available_tags' in forum)) return { kind: 'forbidden', reason: 'The channel is not a forum any more.' };
  const mayModerate = !tools.unmoderated.has(forum.id);
  const tags = chooseTags(forum, post.tags, mayModerate);
  if (tags === undefined) return { kind: 'forbidden', reason: NO_TAG };
  const outcome = await create(tools.rest, forum.id, post, tags.ids);
  if (outcome.kind !== 'forbidden' || !tags.moderated) return outcome;
  tools.unmoderated.add(forum.id);
  return await begin(tools, forum, post);
}

const NO_TAG =
  'The forum asks for a tag, and none of its tags fits: add a tag named News to the forum, or turn off Require People to Select Tags there.';

async function create(rest: REST, forumId: string, post: Post, tags: readonly string[]): Promise<SendOutcome> {
  try {
    const body = {
      name: nameOf(post),
      message: post.message,
      ...(tags.length > 0 && { applied_tags: [...tags] }),
    } satisfies RESTPostAPIGuildForumThreadsJSONBody;
    // The REST client answers `unknown`; Discord documents a thread here, a proxy's login page is none.
    const { id } = (await rest.post(Routes.threads(forumId), { body })) as Partial<APIThreadChannel>;
    return typeof id === 'string' ? { kind: 'sent', messageId: id } : notDiscord(200);
  } catch (error) {
    return withoutPrefix(outcomeOf(error));
  }
}

/** The message of a forum's post stands under a key of its own; what knows of messages need not. */
function withoutPrefix(outcome: SendOutcome): SendOutcome {
  if (outcome.kind !== 'refused') return outcome;
  return { ...outcome, fields: outcome.fields.map((path) => path.replace(/^message\./, '')) };
}
