import { request, type Agent, type Dispatcher } from 'undici';
import { FetchError, privateAddress } from './failures.ts';
import { header } from './freshness.ts';
import { isPrivateLiteral } from './guard.ts';

export type Answer = Dispatcher.ResponseData;

/** How a fetcher asks. */
export interface Asking {
  readonly agent: Agent;
  readonly allowPrivateNetworks: boolean;
  readonly redirects: number;
}

/**
 * Asks an address, and those that it leads to, each checked like the first. Cookies are not kept; the conditions go to every
 * address, since the row that keeps them knows only the first.
 *
 * @throws FetchError or an error of undici's.
 */
export async function follow(
  start: URL,
  headers: Readonly<Record<string, string>>,
  asking: Asking,
  signal: AbortSignal,
): Promise<{ readonly url: URL; readonly answer: Answer }> {
  let url = start;
  for (let hop = 0; hop <= asking.redirects; hop += 1) {
    const answer = await ask(url, headers, asking, signal);
    const location = REDIRECTS.has(answer.statusCode) ? header(answer.headers, 'location') : undefined;
    if (location === undefined) return { url, answer };
    await answer.body.dump({ limit: 16_384, signal });
    const next = URL.parse(location, url.href);
    if (next === null)
      throw new FetchError(`${url.hostname} redirects to an address that is none: its owner must repair it.`);
    url = next;
  }
  throw new FetchError(
    `${start.hostname} redirects more than ${asking.redirects} times. Use the feed's final address.`,
  );
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { agent, allowPrivateNetworks }: Asking,
  signal: AbortSignal,
): Promise<Answer> {
  if (!/^https?:$/.test(url.protocol)) {
    throw new FetchError(`Herald reads http and https addresses only, not ${url.protocol}`);
  }
  if (!allowPrivateNetworks && isPrivateLiteral(url)) throw new FetchError(privateAddress(url.hostname));
  return await request(url, { dispatcher: agent, headers: { ...headers, ...credentials(url) }, signal });
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
