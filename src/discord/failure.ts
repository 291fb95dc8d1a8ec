import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { codeOf } from '../lib/errors.ts';
import type { EditOutcome, SendOutcome } from '../model/delivery.ts';

/** A call to Discord that did not do what it was to do. */
export type Failure = Exclude<SendOutcome, { kind: 'sent' }>;
type Meaning = Failure['kind'] | 'sent';

/** Discord's JSON error codes by what they mean for a delivery: https://discord.com/developers/docs/topics/opcodes-and-status-codes */
const meanings: Readonly<Record<Meaning, readonly number[]>> = {
  sent: [40033, 10008],
  gone: [10003, 10004, 10015, 50027, 50007, 50278, 50008, 50024],
  forbidden: [50001, 50013, 160005, 50095, 40058, 40066, 40067, 50083],
  refused: [50035, 50006, 40005, 50109, 10087],
  // What an article says, not where it goes: AutoMod, explicit content, links that harm.
  blocked: [200000, 200001, 20009, 240000],
  passing: [20028, 20029, 40004, 40006, 40062, 110000, 110001, 130000, 160006, 160007],
  unauthorized: [50014, 40001, 40333],
};
const meaningOfCode = new Map(
  Object.entries(meanings).flatMap(([meaning, codes]) => codes.map((code) => [code, meaning as Meaning] as const)),
);

/** What to do about the refusals that a server's admin can mend. */
const advice = new Map<number, string>([
  [10003, 'The channel no longer exists.'],
  [10004, 'Herald is no longer in that server.'],
  [50001, "Herald can't see the channel: give it the permission View Channel there."],
  [50007, "The member doesn't accept direct messages from this server."],
  [50278, 'The member shares no server with Herald any more.'],
  [50008, 'That kind of channel takes no messages.'],
  [50013, 'Herald lacks a permission: it needs View Channel, Send Messages and Embed Links there.'],
  [40058, 'The channel is a forum, which takes posts only: run `/feed edit` with it once more.'],
  [40067, 'The forum asks for a tag: turn off Require People to Select Tags there, or add a tag named News.'],
  [50083, 'The thread is locked: unlock it, or choose another channel.'],
  [160005, 'The thread is locked: unlock it, or choose another channel.'],
  [200000, "The server's AutoMod blocked the article."],
  [200001, "The server's AutoMod blocked the article's title."],
  [240000, 'Discord takes a link of the article for harmful.'],
]);

/**
 * What a failed call to Discord means.
 *
 * @param error what discord.js threw; anything that no network or server caused is thrown again.
 */
export function outcomeOf(error: unknown): SendOutcome {
  if (error instanceof RateLimitError) {
    const reason = 'Discord asks for a pause (rate limit).';
    // A 429 from before Discord (Cloudflare's, while an address is banned) names no time: then the back-off decides.
    if (error.retryAfter < SHORTEST_RETRY_MS && !error.global) return { kind: 'passing', retryMs: undefined, reason };
    // What the library has noted itself, and by the wall clock, is asked again soon: that costs no call.
    const isNoted = error.retryAfter === error.timeToReset && !error.global;
    const retryMs = isNoted ? Math.min(error.retryAfter, LONGEST_NOTED_MS) : error.retryAfter;
    return { kind: 'passing', retryMs, reason, untried: true };
  }
  if (error instanceof DiscordAPIError) return outcomeOfAnswer(error, Number(error.code));
  if (error instanceof HTTPError) {
    return { kind: 'passing', retryMs: undefined, reason: `Discord answered HTTP ${error.status}.` };
  }
  if (isNetworkFailure(error)) return { kind: 'passing', retryMs: undefined, reason: "Discord can't be reached." };
  throw error;
}

/** Less than any time that Discord asks for. */
const SHORTEST_RETRY_MS = 20;
const LONGEST_NOTED_MS = 30_000;

/** The same of a call that sends nothing: no answer means that it took effect before. */
export function failureOf(error: unknown): Failure {
  const outcome = outcomeOf(error);
  return outcome.kind === 'sent' ? { kind: 'refused', reason: 'Discord answered otherwise.', fields: [] } : outcome;
}

/** Discord's codes of a message that was deleted, that somebody else wrote, or whose thread is archived and is not opened for an edit. */
const MISSING = new Map<number, string>([
  [10008, 'The message was deleted.'],
  [50005, "The message isn't one of Herald's."],
  [50083, 'The thread is archived.'],
]);

/** The same of a call that edits a message. */
export function editOutcomeOf(error: unknown): EditOutcome {
  const missing = error instanceof DiscordAPIError ? MISSING.get(Number(error.code)) : undefined;
  return missing === undefined ? outcomeOf(error) : { kind: 'missing', reason: missing };
}

function outcomeOfAnswer(error: DiscordAPIError, code: number): SendOutcome {
  if (!Number.isInteger(code) && error.status !== 401) return notDiscord(error.status);
  const meaning = meaningOfCode.get(code) ?? meaningOfStatus(error.status);
  const reason = advice.get(code) ?? `Discord answered: ${error.message.split('\n')[0] ?? ''} (code ${code}).`;
  switch (meaning) {
    case 'sent':
      return { kind: 'sent', messageId: undefined };
    case 'refused':
      return { kind: 'refused', reason, fields: 'errors' in error.rawError ? fieldsOf(error.rawError.errors, '') : [] };
    case 'passing':
      return { kind: 'passing', retryMs: undefined, reason };
    case 'gone':
    case 'forbidden':
    case 'blocked':
    case 'unauthorized':
      return { kind: meaning, reason };
  }
}

/** A proxy, a captive portal or a wrong DISCORD_API_URL: what it says is about nobody's channel. */
export function notDiscord(status: number): Failure {
  const reason = `Something that isn't Discord answered HTTP ${status}: check DISCORD_API_URL and the network.`;
  return { kind: 'passing', retryMs: undefined, reason };
}

function meaningOfStatus(status: number): Meaning {
  if (status === 401) return 'unauthorized';
  if (status === 403 || status === 404) return 'forbidden';
  return status === 429 || status >= 500 ? 'passing' : 'refused';
}

/** The paths of a nested error, as in `embeds.0.image.url`. */
function fieldsOf(errors: unknown, path: string): string[] {
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([key, value]) =>
    key === '_errors' ? [path] : fieldsOf(value, path === '' ? key : `${path}.${key}`),
  );
}

/** Of sockets, names (EAI_AGAIN), TLS, certificates and HTTP parsing; not of arguments, which are our bugs. */
const NETWORK_CODE =
  /^(?:E(?!RR_)[A-Z_]+|UND_ERR_(?!INVALID_ARG)\w+|HPE_\w+|ERR_(?:SSL|TLS)_\w+|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+)$/;

/** undici and Node name a broken connection by `code`, a timeout by the name of the error, on the error or on its cause. */
function isNetworkFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  const code = codeOf(error);
  if (typeof code === 'string' && NETWORK_CODE.test(code)) return true;
  return isNetworkFailure(error.cause);
}
