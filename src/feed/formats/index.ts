import type { FeedDocument } from '../../model/feed.ts';
import { json } from './json.ts';
import { xml } from './xml.ts';

/** A way of writing feeds. */
export interface FeedFormat {
  /** Whether a document is to be read so. */
  recognises(text: string, contentType: string | undefined): boolean;
  /**
   * Reads a document; rejects when it can't be read.
   *
   * @param url the document's address, which relative ones are resolved against.
   */
  parse(text: string, url: string): Promise<FeedDocument>;
}

/** In the order in which they are asked. */
export const formats: readonly FeedFormat[] = [json, xml];
