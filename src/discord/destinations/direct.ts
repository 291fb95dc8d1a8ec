import { channel } from './channel.ts';
import type { Destinations, Discord } from './index.ts';

/**
 * Direct messages to a person. Discord gives them a channel of their own, whose id never changes: once opened (`openDirect`), it
 * takes messages as every other channel does.
 */
export function direct(discord: Discord): Destinations['direct'] {
  return channel(discord);
}
