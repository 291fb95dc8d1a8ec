import type { Caller, Context } from '../../src/bot/context.ts';
import { texts } from '../texts.ts';

/**
 * Makes a notice say what was done about it, and by whom, in place of its buttons. One that was deleted meanwhile needs no more.
 *
 * @param noticeId undefined: it was not done from a notice.
 */
export async function settle(
  noticeId: string | undefined,
  done: string,
  { channelId, userId }: Caller,
  { destinations }: Context,
): Promise<void> {
  if (noticeId === undefined) return;
  const message = { content: texts.feed.mend.done(done, userId), components: [] };
  await destinations.channel.edit(channelId, noticeId, { message, title: '', tags: [] });
}
