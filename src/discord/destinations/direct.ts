import { channel } from './channel.ts';
import type { DestinationKind } from './index.ts';

/**
 * Direct messages to a person. Discord gives them a channel of their own, whose id never changes: once opened (`openDirect`), it
 * takes messages as every other channel does.
 */
export const direct: DestinationKind = channel;
