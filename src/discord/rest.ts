import { REST, type RESTOptions } from 'discord.js';
import { createTraffic, type Traffic } from './traffic.ts';

/** Longer than Discord needs for an answer, short enough to end within a shutdown. */
const TIMEOUT_MS = 8_000;

/**
 * Discord's REST API. Herald owns the back-off: the library's own repeats come within milliseconds, and it would sleep out a
 * rate limit of any length, so both are off and every failure is answered at once. What the library knows of the limit of each
 * route holds: a call that would come too early is refused without being made.
 *
 * @param apiUrl without the version, for example `https://discord.com/api`.
 * @param traffic keeps the limits of the whole bot; by default there are none.
 */
export function createRest(token: string, apiUrl: string, traffic: Pick<Traffic, 'send'> = unlimited()): REST {
  let readAt = Date.now();
  // The library notes by the wall clock when a limit ends: set back by an hour, that clock would hold a channel for an hour.
  const forgetIfSetBack = () => {
    if (Date.now() < readAt) rest.handlers.clear();
    readAt = Date.now();
  };
  const makeRequest: Traffic['send'] = async (url, init) => {
    forgetIfSetBack();
    return await traffic.send(url, init);
  };
  const rejectOnRateLimit = () => {
    forgetIfSetBack();
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

function unlimited(): Traffic {
  return createTraffic({ perSecond: Infinity });
}
