import type { Caller, Context } from '../../src/bot/context.ts';
import { channelNames } from '../../src/discord/channel-names.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { serverOf } from '../feed/known.ts';
import { texts } from '../texts.ts';
import { isDirect } from './own.ts';
import { plainArticlesOf } from './words.ts';

/** While a member types, each letter asks. */
const KEEP_MS = 60_000;
/** Discord waits 3 s for proposals. */
const WAIT_MS = 1500;

/** What subscriptions are called in a list of choices; those of channels with their channel, which no choice shows by its id. */
export async function namesOf(
  subscriptions: readonly ListedSubscription[],
  caller: Caller,
  context: Context,
): Promise<string[]> {
  const channels = subscriptions.every(isDirect) ? {} : await namesHere(serverOf(caller), context);
  return subscriptions.map((one) => {
    if (isDirect(one)) return plainArticlesOf(one);
    const { address } = one.destination;
    return texts.unsubscribe.inPlace(channels[address] ?? address, plainArticlesOf(one));
  });
}

async function namesHere(serverId: string, { store, rest }: Context): Promise<Readonly<Record<string, string>>> {
  const cache = store.cache('channel-names');
  const kept = await cache.get<Readonly<Record<string, string>>>(serverId);
  if (kept !== undefined) return kept;
  const names = await channelNames(rest, serverId, AbortSignal.timeout(WAIT_MS));
  await cache.set(serverId, names, KEEP_MS);
  return names;
}
