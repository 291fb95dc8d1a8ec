import type { Caller, Context } from '../../src/bot/context.ts';
import type { Button, Reply } from '../../src/bot/reply.ts';
import { openDirect } from '../../src/discord/direct.ts';
import { UserError } from '../../src/lib/errors.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { ago } from '../ago.ts';
import { texts } from '../texts.ts';
import { isComing, isDirect } from './own.ts';

const { subscriptions: words, subscribe } = texts;

/** As long as a button lives. */
const TOLD_MS = 30 * 24 * 3600 * 1000;

/** What the member's next reply says, once, when their direct messages were found closed; the subscriptions stand. */
export async function pausedNote(caller: Caller, { store }: Context): Promise<Reply | undefined> {
  const [first] = pausedOf(await store.subscriptions.ofMember(caller.userId));
  if (first?.closed === undefined) return undefined;
  const told = store.cache('told-of-pause');
  if ((await told.get<number>(caller.userId)) === first.closed.at) return undefined;
  await told.set(caller.userId, first.closed.at, TOLD_MS);
  return { content: words.paused(ago(first.closed.at)), rows: [[resumeButton(words.resume, caller)]] };
}

/** Goes on with all that was paused, when the member takes direct messages again. */
export async function resume(caller: Caller, { store, rest }: Context): Promise<Reply> {
  const paused = pausedOf(await store.subscriptions.ofMember(caller.userId));
  if (paused.length === 0) return { content: words.resumed };
  const opened = await openDirect(rest, caller.userId, words.greeting);
  switch (opened.kind) {
    case 'open':
      for (const id of new Set(paused.map(({ destination }) => destination.id))) await store.destinations.open(id);
      return { content: words.resumed };
    case 'gone':
      return { content: subscribe.closed, rows: [[resumeButton(subscribe.tryAgain, caller)]] };
    case 'forbidden':
    case 'refused':
    case 'blocked':
    case 'passing':
    case 'unauthorized':
      throw new UserError(subscribe.unreachable);
  }
}

function pausedOf(all: readonly ListedSubscription[]): ListedSubscription[] {
  return all.filter((one) => isDirect(one) && !isComing(one));
}

function resumeButton(label: string, { userId }: Caller): Button {
  return { kind: 'button', label, look: 'primary', press: { to: 'subscriptions.resume', only: userId } };
}
