/** One fault of a request's body: where it is, and Discord's code and sentence for it. */
export interface FieldFault {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** Codes and sentences as in Discord's table: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const REFUSALS = {
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  20012: [403, 'You are not authorized to perform this action on this application'],
  30007: [400, 'Maximum number of webhooks reached (15)'],
  40033: [400, 'This message has already been crossposted.'],
  40060: [400, 'Interaction has already been acknowledged.'],
  40058: [400, 'Cannot message this thread until after the post author has sent an initial message'],
  40067: [400, 'A tag is required to create a forum post in this channel'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50033: [400, 'Invalid Recipient(s)'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
} as const;

/** A call that Discord refuses: the answer's status and its body. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: object;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.body = { message, code, ...(errors && { errors }) };
  }
}

export function refusal(code: keyof typeof REFUSALS): Refusal {
  const [status, message] = REFUSALS[code];
  return new Refusal(status, code, message);
}

/** An answer without a JSON code of its own, such as `401: Unauthorized`. */
export function plainRefusal(status: number, title: string): Refusal {
  return new Refusal(status, 0, `${status}: ${title}`);
}

/** 50035, each fault at its place: https://discord.com/developers/docs/reference#error-messages */
export function invalidForm(faults: readonly FieldFault[]): Refusal {
  const errors: ErrorTree = {};
  for (const { path, code, message } of faults) {
    let place = errors;
    for (const key of path) place = (place[String(key)] ??= {}) as ErrorTree; // only `_errors` holds anything else
    ((place['_errors'] ??= []) as object[]).push({ code, message });
  }
  return new Refusal(400, 50035, 'Invalid Form Body', errors);
}

interface ErrorTree {
  [key: string]: ErrorTree | object[];
}
