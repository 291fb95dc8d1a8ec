import type { Caller, Context } from '../../src/bot/context.ts';
import type { Button, Reply } from '../../src/bot/reply.ts';
import { openDirect } from '../../src/discord/direct.ts';
import { UserError } from '../../src/lib/errors.ts';
import { foldAuthor } from '../../src/model/article.ts';
import { asksTheSame } from '../../src/model/subscription.ts';
import { findFeed } from '../feeds-option.ts';
import { serverOf } from '../feed/known.ts';
import { requirePosting } from '../rights.ts';
import { texts } from '../texts.ts';
import { channelsOf, isComing, ownOf } from './own.ts';
import { requireAllowed, type Wish } from './wish.ts';
import { articlesOf } from './words.ts';

const { subscribe } = texts;

/** Makes a subscription, or says why not. One that stands already is told of; when it was closed, it is opened again. */
export async function make(wish: Wish, caller: Caller, context: Context): Promise<Reply> {
  requireAllowed(wish, caller);
  if (wish.channel !== undefined) requirePosting(caller, wish.channel);
  const articles = await wordsOf(wish, caller, context);
  const there = await standing(wish, caller, context);
  if (there !== undefined && there.closed === undefined) {
    return { content: sentence(wish, articles, 'already'), rows: [[endButton(subscribe.end, there.id, caller)]] };
  }
  // Also before the member is greeted.
  if (there === undefined) requireRoom(wish, await countBeside(wish, caller, context), context);
  const address = wish.channel ?? (await directOf(wish, caller, context, articles));
  if (address === undefined) return closedTo(wish, caller);
  const id = await record(wish, address, caller, context);
  return { content: sentence(wish, articles, 'made'), rows: [[endButton(subscribe.undo, id, caller)]] };
}

async function wordsOf(wish: Wish, caller: Caller, context: Context): Promise<string> {
  const { feedId, author } = wish;
  const feed = feedId === undefined ? undefined : await findFeed(String(feedId), caller, context);
  return articlesOf({ ...wish, author, feedUrl: feed?.url, feedTitle: feed?.title });
}

function sentence({ channel, ping }: Wish, articles: string, state: 'made' | 'already'): string {
  if (channel === undefined) return (state === 'made' ? subscribe.direct : subscribe.already)(articles);
  const pinging = ping === undefined ? '' : subscribe.pinging(ping);
  return (state === 'made' ? subscribe.inChannel : subscribe.alreadyInChannel)(articles, channel, pinging);
}

/** The subscription that the wish would make once more. */
async function standing(wish: Wish, caller: Caller, context: Context) {
  const { channel, tags, except, feedId, ping } = wish;
  const author = wish.author === undefined ? undefined : foldAuthor(wish.author);
  const all = channel === undefined ? await ownOf(caller, context) : await channelsOf(caller, context);
  const there = all.filter(({ destination }) => channel === undefined || destination.address === channel);
  return there.find((one) => asksTheSame(one, { tags, except, author, feedId, pingRole: ping }));
}

/** @throws UserError when the member or, for a channel, the server has as many as the host allows. */
function requireRoom({ channel }: Wish, taken: number, { limits }: Context): void {
  const { subscriptionsPerMember, subscriptionsPerServer } = limits;
  if (channel === undefined && taken >= subscriptionsPerMember) {
    throw new UserError(subscribe.tooManyOfMember(subscriptionsPerMember));
  }
  if (channel !== undefined && taken >= subscriptionsPerServer) {
    throw new UserError(subscribe.tooManyOfServer(subscriptionsPerServer));
  }
}

async function countBeside({ channel }: Wish, caller: Caller, { store }: Context): Promise<number> {
  if (channel === undefined) return await store.subscriptions.countOfMember(caller.userId);
  return await store.subscriptions.countOfServer(serverOf(caller));
}

/**
 * The channel of the member's direct messages; undefined: the member takes none. A member is greeted once: Discord takes five
 * messages in five seconds, and direct messages that are open need no trial.
 */
async function directOf(
  { direct }: Wish,
  { userId }: Caller,
  { rest, store }: Context,
  articles: string,
): Promise<string | undefined> {
  const own = await store.subscriptions.ofMember(userId);
  const open = direct ?? own.find(isComing)?.destination.address;
  if (open !== undefined) return open;
  const opened = await openDirect(rest, userId, subscribe.greeting(articles));
  switch (opened.kind) {
    case 'open':
      return opened.channelId;
    case 'gone':
      return undefined;
    case 'forbidden':
    case 'refused':
    case 'blocked':
    case 'passing':
    case 'unauthorized':
      throw new UserError(subscribe.unreachable);
  }
}

function closedTo(wish: Wish, { userId }: Caller): Reply {
  const press = { to: 'subscribe.make', carry: wish, only: userId };
  return { content: subscribe.closed, rows: [[{ kind: 'button', label: subscribe.tryAgain, look: 'primary', press }]] };
}

/** @returns the id of the subscription that stands now. */
async function record(wish: Wish, address: string, caller: Caller, context: Context): Promise<number> {
  const { store, now } = context;
  const { tags, except, author, feedId, channel, kind, ping } = wish;
  const serverId = serverOf(caller);
  const place = channel === undefined ? { kind: 'direct' as const } : { kind, serverId };
  const { id: destinationId } = await store.destinations.ensure({ ...place, address });
  const { id } = await store.subscriptions.add(
    {
      ...{ serverId, memberId: caller.userId, destinationId, tags, except },
      ...(author !== undefined && { author }),
      ...(feedId !== undefined && { feedId }),
      ...(ping !== undefined && { pingRole: ping }),
    },
    now(),
    (taken) => {
      requireRoom(wish, taken, context);
    },
  );
  return id;
}

function endButton(label: string, id: number, { userId }: Caller): Button {
  return { kind: 'button', label, press: { to: 'unsubscribe.end', carry: { id }, only: userId } };
}
