import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What is asked of a route. */
export interface Asked {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** What was sent; undefined: too much. */
  readonly body: () => Promise<Buffer | undefined>;
}

/** As much as a feed may have. */
const MAX_BODY_BYTES = 10 * 1_048_576;

export function askedBy(request: IncomingMessage): Asked {
  return { url: urlOf(request), headers: request.headers, body: () => bodyOf(request) };
}

export function urlOf({ url = '/' }: IncomingMessage): URL {
  return URL.parse(url, 'http://herald') ?? new URL('http://herald/404');
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Node types the chunks of a request without an encoding as any.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
