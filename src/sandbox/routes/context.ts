import type { Channel } from '../channel.ts';
import type { Faults } from '../faults.ts';
import type { Interactions } from '../interactions.ts';
import type { Nonces } from '../nonces.ts';
import type { Rates } from '../rates.ts';
import { refusal } from '../refusal.ts';
import { requireRights, VIEW_CHANNEL } from '../rights.ts';
import type { State } from '../state.ts';

/** What the routes of Discord's API work on. */
export interface ApiContext {
  readonly state: State;
  readonly faults: Faults;
  readonly nonces: Nonces;
  readonly interactions: Interactions;
  readonly rates: Rates;
  /** How many calls were answered with each status. */
  readonly answers: Map<number, number>;
  /** How many were refused for coming too early. */
  readonly early: { calls: number };
}

/** @throws Refusal when there is no such channel, or the bot doesn't see it. */
export function channelOf(state: State, id: string): Channel {
  const channel = state.channel(id);
  if (channel === undefined) throw refusal(10003);
  requireRights(state, channel, VIEW_CHANNEL);
  return channel;
}
