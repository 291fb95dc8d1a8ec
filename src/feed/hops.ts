import { request, type Agent, type Dispatcher } from 'undici';
import { FetchError, PauseError, privateAddress } from './failures.ts';
import { header } from './freshness.ts';
import { isPrivateLiteral } from './guard.ts';
import type { Line } from './line.ts';
import type { Turns } from './turns.ts';

export type Answer = Dispatcher.ResponseData;

/** Which hosts (with their port, if they name one) are to be left alone, and until when, in epoch milliseconds. */
export interface Pauses {
  pausedUntil(host: string): Promise<number | undefined>;
  pause(host: string, until: number): Promise<void>;
}

/** How a fetcher asks. */
export interface Asking {
  readonly agent: Agent;
  readonly allowPrivateNetworks: boolean;
  readonly redirects: number;
  readonly turns: Turns;
  readonly line: Line;
  readonly pauses: Pauses;
}

/** Where asking has led. */
export interface Arrival {
  readonly url: URL;
  readonly answer: Answer;
  /** Where the first address has moved for good, if it says so. */
  readonly movedTo: string | undefined;
  /** Ends the turn at the host that has answered: to be called when the body is read. */
  readonly done: () => void;
}

/**
 * Asks an address, and those that it leads to, each checked like the first. Cookies are not kept.
 *
 * @param headersFor the headers of a request, which may differ from address to address.
 * @throws FetchError, PauseError, or an error of undici's.
 */
export async function follow(
  start: URL,
  headersFor: (url: URL) => Readonly<Record<string, string>>,
  asking: Asking,
  signal: AbortSignal,
): Promise<Arrival> {
  let url = start;
  let permanent = true;
  let movedTo: string | undefined;
  for (let hop = 0; hop <= asking.redirects; hop += 1) {
    const { answer, done } = await askInTurn(url, headersFor(url), asking, signal);
    const location = REDIRECTS.has(answer.statusCode) ? header(answer.headers, 'location') : undefined;
    if (location === undefined) return { url, answer, movedTo, done };
    await answer.body.dump({ limit: 16_384, signal }).finally(done);
    const next = URL.parse(location, url.href);
    if (next === null)
      throw new FetchError(`${url.hostname} redirects to an address that is none: its owner must repair it.`);
    url = next;
    permanent &&= PERMANENT.has(answer.statusCode);
    if (permanent) movedTo = url.href;
  }
  throw new FetchError(
    `${start.hostname} redirects more than ${asking.redirects} times. Use the feed's final address.`,
  );
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);

async function askInTurn(
  url: URL,
  headers: Readonly<Record<string, string>>,
  asking: Asking,
  signal: AbortSignal,
): Promise<Pick<Arrival, 'answer' | 'done'>> {
  const done = await asking.turns.take(url.host);
  try {
    // Whoever had the turn before may have been told to go away.
    const until = await asking.pauses.pausedUntil(url.host);
    if (until !== undefined) throw new PauseError(url.host, until);
    return { answer: await ask(url, headers, asking, signal), done };
  } catch (error) {
    done();
    throw error;
  }
}

async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { agent, allowPrivateNetworks, line }: Asking,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  if (!/^https?:$/.test(url.protocol)) {
    throw new FetchError(
      `I read http and https addresses only, not ${url.protocol.slice(0, -1)}. Give me one that begins with https://.`,
    );
  }
  if (!allowPrivateNetworks && isPrivateLiteral(url)) throw new FetchError(privateAddress(url.hostname));
  const answer = await request(url, { dispatcher: agent, headers: { ...headers, ...credentials(url) }, signal });
  line.answered();
  return answer;
}

/** `https://name:secret@host/feed` is how people write the address of a feed that asks for a password. */
function credentials({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = [username, password].map(unescaped).join(':');
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function unescaped(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (escaped) => Buffer.from(escaped.replaceAll('%', ''), 'hex').toString());
}
