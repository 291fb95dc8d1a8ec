import { discover, type Discovery } from '../feed/discover.ts';
import type { Fetcher } from '../feed/fetch.ts';
import type { News } from './read.ts';
import type { Reader } from './reader.ts';

/** Finds the feeds behind an address that somebody typed, and reads them as a poll would. Never rejects. */
export function findFeeds(typed: string, fetcher: Fetcher, reader: Reader): Promise<Discovery<News>> {
  return discover(typed, fetcher, async ({ body, contentType, url }) => {
    // What is no feed is looked through for links.
    const outcome = await reader.read({ body: Buffer.from(new Uint8Array(body).buffer), contentType, url });
    return outcome.kind === 'feed' ? { kind: 'feed', document: outcome.news } : outcome;
  });
}
