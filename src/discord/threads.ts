import { Routes, type REST } from 'discord.js';
import type { APIThreadChannel, APIThreadList } from 'discord-api-types/v10';

/** How many hundreds of archived threads are looked through. */
const MOST_PAGES = 5;

/** The threads of a forum that may have begun after an instant: those that are active, then the newest archived ones. */
export async function* threadsSince(
  rest: REST,
  guildId: string,
  forumId: string,
  since: number,
): AsyncGenerator<APIThreadChannel> {
  // The REST client answers `unknown`; Discord documents a list of threads here.
  const active = (await rest.get(Routes.guildActiveThreads(guildId))) as APIThreadList;
  yield* threadsOf(active).filter(({ parent_id }) => parent_id === forumId);
  let before: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: '100', ...(before !== undefined && { before }) });
    const archived = (await rest.get(Routes.channelThreads(forumId, 'public'), { query })) as APIThreadList & {
      readonly has_more: boolean;
    };
    yield* threadsOf(archived);
    before = threadsOf(archived).at(-1)?.thread_metadata?.archive_timestamp;
    // Discord lists those first that were archived last, and a thread is not archived before it begins.
    if (!archived.has_more || before === undefined || Date.parse(before) < since) return;
  }
}

function threadsOf({ threads }: APIThreadList): APIThreadChannel[] {
  return threads as APIThreadChannel[]; // Its type says only "channels".
}
