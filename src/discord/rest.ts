import { DefaultRestOptions, REST, type RESTOptions } from 'discord.js';

/** Longer than Discord needs for an answer, short enough to end within a shutdown. */
const TIMEOUT_MS = 8_000;

/**
 * Discord's REST API. Herald owns the back-off: the library's own repeats come within milliseconds, and it would sleep out a
 * rate limit of any length, so both are off and every failure is answered at once.
 *
 * @param apiUrl without the version, for example `https://discord.com/api`.
 * @param called is told how each call ended.
 */
export function createRest(token: string, apiUrl: string, called?: Called): REST {
  const rest = new REST({
    api: apiUrl,
    version: '10',
    retries: 0,
    timeout: TIMEOUT_MS,
    rejectOnRateLimit: () => true,
    makeRequest: toldOf(called),
  });
  return rest.setToken(token);
}

/** Is told how a call to Discord ended: with this HTTP status, or without any answer. */
export type Called = (status: number | undefined) => void;

/** What makes the requests of a REST client, and tells how each ended. */
export function toldOf(called: Called = () => undefined): RESTOptions['makeRequest'] {
  return async (url, init) => {
    try {
      const answer = await DefaultRestOptions.makeRequest(url, init);
      called(answer.status);
      return answer;
    } catch (error) {
      called(undefined);
      throw error;
    }
  };
}
