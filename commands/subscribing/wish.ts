import { z } from 'zod';
import type { Caller } from '../../src/bot/context.ts';
import { UserError } from '../../src/lib/errors.ts';
import type { ListedSubscription } from '../../src/store/subscription-lists.ts';
import { Kind } from '../feed/wish.ts';
import { texts } from '../texts.ts';

/** What `/subscribe` was asked for, as its buttons carry it. Tags are folded. */
export const Wish = z.object({
  tags: z.array(z.string()),
  except: z.array(z.string()).default([]),
  author: z.string().optional(),
  feedId: z.int().optional(),
  /** Without one, a direct message. */
  channel: z.string().optional(),
  kind: Kind,
  /** Where the member's direct messages were open a moment ago; what only Herald itself writes into a button. */
  direct: z.string().optional(),
  ping: z.string().optional(),
});
export type Wish = z.output<typeof Wish>;

/** What would make a subscription again. */
export function wishOf({ tags, except, author, feedId, pingRole, destination, closed }: ListedSubscription): Wish {
  const asked = { tags: [...tags], except: [...except], author, feedId, ping: pingRole };
  const { kind, address } = destination;
  if (kind === 'direct') return { ...asked, direct: closed === undefined ? address : undefined };
  return { ...asked, channel: address, kind };
}

/** @throws UserError when the caller may not have that, whatever else holds. */
export function requireAllowed({ channel, ping }: Wish, { mayManage }: Caller): void {
  const { subscribe } = texts;
  if (channel !== undefined && !mayManage) throw new UserError(subscribe.notManager);
  if (channel === undefined && ping !== undefined) throw new UserError(subscribe.pingNeedsChannel);
}
