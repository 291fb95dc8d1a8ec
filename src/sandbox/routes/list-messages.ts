import type { Message } from '../objects.ts';
import { invalidForm } from '../refusal.ts';
import { indexOf } from '../state.ts';

export interface ListQuery {
  readonly limit?: string;
  readonly before?: string;
  readonly after?: string;
  readonly around?: string;
}

/**
 * A page of a channel, newest first: https://discord.com/developers/docs/resources/message#get-channel-messages
 *
 * @param messages oldest first.
 */
export function listMessages(messages: readonly Message[], query: ListQuery): Message[] {
  const limit = query.limit === undefined ? 50 : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    const message = 'int value should be between 1 and 100.';
    throw invalidForm([{ path: ['limit'], code: 'NUMBER_TYPE_RANGE', message }]);
  }
  const [start, end] = span(messages, query, limit);
  return messages.slice(Math.max(0, start), Math.max(0, end)).toReversed();
}

/** The first index and the one behind the last. */
function span(messages: readonly Message[], { before, after, around }: ListQuery, limit: number): [number, number] {
  if (around !== undefined) {
    const start = Math.max(0, indexOf(messages, around) - Math.floor(limit / 2));
    return [start, start + limit];
  }
  if (after !== undefined) {
    const at = indexOf(messages, after);
    const start = messages[at]?.id === after ? at + 1 : at;
    return [start, start + limit];
  }
  const end = before === undefined ? messages.length : indexOf(messages, before);
  return [end - limit, end];
}
