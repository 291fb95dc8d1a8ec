import type { KnownArticle } from '../../model/article.ts';
import type { FeedDocument, FeedNews } from '../../model/feed.ts';
import { json } from './json.ts';
import { xml } from './xml.ts';

/** A way of writing feeds. */
export interface FeedFormat {
  /** Whether a document is to be read so; here and below it is in UTF-8. */
  recognises(document: Buffer, contentType: string | undefined): boolean;
  /**
   * Reads a document; rejects when it can't be read.
   *
   * @param url the document's address, which relative ones are resolved against.
   */
  parse(document: Buffer, url: string): Promise<FeedDocument>;
  /**
   * The same at less cost: articles that are recorded as the document writes them are left unread.
   *
   * @returns undefined when that can't be done; rejects when the document can't be read so.
   */
  parseNews?(document: Buffer, url: string, recorded: Recorded): Promise<FeedNews | undefined>;
}

/** Answers what is recorded under these keys of articles; of those that are new, nothing. */
export type Recorded = (keys: readonly string[]) => Promise<ReadonlyMap<string, KnownArticle>>;

/** In the order in which they are asked. */
export const formats: readonly FeedFormat[] = [json, xml];
