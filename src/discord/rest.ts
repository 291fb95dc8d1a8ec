import { REST } from 'discord.js';

/** Longer than Discord needs for an answer, short enough to end within a shutdown. */
const TIMEOUT_MS = 8_000;

/**
 * Discord's REST API. Herald owns the back-off: the library's own repeats come within milliseconds, and it would sleep out a
 * rate limit of any length, so both are off and every failure is answered at once.
 *
 * @param apiUrl without the version, for example `https://discord.com/api`.
 */
export function createRest(token: string, apiUrl: string): REST {
  const rest = new REST({
    api: apiUrl,
    version: '10',
    retries: 0,
    timeout: TIMEOUT_MS,
    rejectOnRateLimit: () => true,
  });
  return rest.setToken(token);
}
