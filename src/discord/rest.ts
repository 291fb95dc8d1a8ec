import { REST, type RESTOptions } from 'discord.js';
import { createTraffic, tooEarly, type Traffic } from './traffic.ts';

/** Longer than Discord needs for an answer, short enough to end within a shutdown. */
const TIMEOUT_MS = 8_000;
/** The usual limit of a channel, 5 calls in 5 seconds, is over by then. */
const LIMIT_MS = 5_000;
/** A jump that the library makes up for: by so much it waits longer than Discord asks. */
const SLACK_MS = 50;

/**
 * Discord's REST API. Herald owns the back-off: the library's own repeats come within milliseconds, and it would sleep out a
 * rate limit of any length, so both are off and every failure is answered at once. What the library knows of the limit of each
 * route holds: a call that would come too early is refused without being made.
 *
 * @param apiUrl without the version, for example `https://discord.com/api`.
 * @param traffic keeps the limits of the whole bot; by default there are none.
 */
export function createRest(token: string, apiUrl: string, traffic: Pick<Traffic, 'send' | 'rest'> = unlimited()): REST {
  let offset = wallOffset();
  // The library notes by the wall clock when a limit ends. When that clock jumps, by an operator or a night of sleep, what was
  // noted would hold a channel for an hour or not at all: it is forgotten, and nothing is sent until it would have passed.
  const forgetIfJumped = () => {
    const jumpMs = wallOffset() - offset;
    offset += jumpMs;
    if (Math.abs(jumpMs) <= SLACK_MS) return false;
    rest.handlers.clear();
    traffic.rest(LIMIT_MS);
    return true;
  };
  const makeRequest: Traffic['send'] = async (url, init) => {
    forgetIfJumped();
    return await traffic.send(url, init);
  };
  const rejectOnRateLimit: RESTOptions['rejectOnRateLimit'] = ({ url, method }) => {
    if (forgetIfJumped()) throw tooEarly(url, method, LIMIT_MS);
    return true;
  };
  const rest = new REST({ ...restOptions(apiUrl, makeRequest), retries: 0, timeout: TIMEOUT_MS, rejectOnRateLimit });
  return rest.setToken(token);
}

/** What every REST client of this process is told. */
export function restOptions(apiUrl: string, makeRequest: RESTOptions['makeRequest']): Partial<RESTOptions> {
  // The library counts the bot's calls of a second for one client alone, and from the leaving of the first.
  return { api: apiUrl, version: '10', makeRequest, globalRequestsPerSecond: Infinity };
}

/** What the wall clock says beyond the clock that never jumps, in milliseconds. */
const wallOffset = () => Date.now() - performance.now();

function unlimited(): Traffic {
  return createTraffic({ perSecond: Infinity });
}
