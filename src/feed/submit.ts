import { request, type Agent } from 'undici';
import { FetchError, privateAddress, reasonOf } from './failures.ts';
import { header } from './freshness.ts';
import { isPrivateLiteral } from './guard.ts';

/** What sending a form came to: a status of success, or why not. */
export type Submitted = { readonly kind: 'taken' } | { readonly kind: 'failed'; readonly reason: string };

const REDIRECTS = new Set([307, 308]);
const MOST_REDIRECTS = 3;
const MAX_SHOWN = 200;

/** Sends a form to an address, and to where that sends it on; each is checked like the address of a feed. Never rejects. */
export async function submit(
  address: string,
  fields: Readonly<Record<string, string>>,
  { agent, allowPrivateNetworks }: { readonly agent: Agent; readonly allowPrivateNetworks: boolean },
  { userAgent, signal }: { readonly userAgent: string; readonly signal: AbortSignal },
): Promise<Submitted> {
  const headers = { 'user-agent': userAgent, 'content-type': 'application/x-www-form-urlencoded' };
  const form = {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields).toString(),
    dispatcher: agent,
    signal,
  } as const;
  let url = new URL(address);
  try {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      if (!/^https?:$/.test(url.protocol)) throw new FetchError(`${url.protocol} is no address of the web.`);
      if (!allowPrivateNetworks && isPrivateLiteral(url)) throw new FetchError(privateAddress(url.hostname));
      const { statusCode, headers: answered, body } = await request(url, form);
      const said = await textOf(body);
      if (statusCode >= 200 && statusCode < 300) return { kind: 'taken' };
      const next = REDIRECTS.has(statusCode) ? URL.parse(header(answered, 'location') ?? '', url.href) : null;
      if (next === null) throw new FetchError(`${url.hostname} answered ${statusCode}: ${said}`);
      url = next;
    }
    throw new FetchError(`${url.hostname} redirects more than ${MOST_REDIRECTS} times.`);
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error, url.hostname) };
  }
}

/** The beginning of an answer; the rest is not waited for. */
async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    text += chunk.toString();
    if (text.length >= MAX_SHOWN) break;
  }
  return text.slice(0, MAX_SHOWN).replace(/\s+/g, ' ').trim();
}
