import type { Caller, Context } from '../../src/bot/context.ts';
import { UserError } from '../../src/lib/errors.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { texts } from '../texts.ts';

/** Whether posts come to a member alone. */
export function isDirect({ destination }: ListedSubscription): boolean {
  return destination.kind === 'direct';
}

/** Whether posts still reach the member whom they come to. */
export function isComing(one: ListedSubscription): boolean {
  return isDirect(one) && one.closed === undefined;
}

/** The member's own subscriptions by direct message: those made in this server or, in a direct message, all. */
export async function ownOf({ userId, serverId }: Caller, { store }: Context): Promise<ListedSubscription[]> {
  const all = await store.subscriptions.ofMember(userId);
  return all.filter((one) => isDirect(one) && (serverId === undefined || one.serverId === serverId));
}

/** What of this server goes to channels. */
export async function channelsOf({ serverId }: Caller, { store }: Context): Promise<ListedSubscription[]> {
  if (serverId === undefined) return [];
  return (await store.subscriptions.ofServer(serverId)).filter((one) => !isDirect(one));
}

/** A subscription that the caller may end. Throws a UserError when it is gone, or not theirs. */
export async function endable(id: number, caller: Caller, { store }: Context): Promise<ListedSubscription> {
  const found = await store.subscriptions.get(id);
  if (found === undefined) throw new UserError(texts.unsubscribe.gone);
  const isTheirs = isDirect(found)
    ? found.memberId === caller.userId
    : caller.mayManage && found.serverId === caller.serverId;
  if (!isTheirs) throw new UserError(texts.unsubscribe.notYours);
  if (found.fixed) throw new UserError(texts.unsubscribe.fixed);
  return found;
}
