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
  /**
   * The same at less cost: of articles that are recorded under a key, only what tells of their identity is read (not the body).
   *
   * @returns undefined when that can't be done; rejects when the document can't be read so.
   */
  parseNews?(text: string, url: string, recorded: Recorded): Promise<FeedDocument | undefined>;
}

/** Answers which of these keys of articles are recorded. */
export type Recorded = (keys: readonly string[]) => Promise<ReadonlySet<string>>;

/** In the order in which they are asked. */
export const formats: readonly FeedFormat[] = [json, xml];
