import type { Feed } from './feed.ts';

/** Something that a server's admins should know, to be told once. */
export interface Notice {
  readonly id: number;
  /** The channel that the server chose for notices. */
  readonly to: string;
  /** At most 25 characters; the same for every try. */
  readonly nonce: string;
  /** A sentence: why it came to this. */
  readonly reason: string;
  readonly about:
    /** Herald stopped asking for it. */
    | { readonly kind: 'feed'; readonly feed: Pick<Feed, 'id' | 'title' | 'url' | 'link'> }
    /** Herald stopped posting in it. */
    | { readonly kind: 'channel'; readonly channelId: string }
    /** It could not be posted there. */
    | {
        readonly kind: 'article';
        readonly channelId: string;
        readonly title: string;
        readonly link: string | undefined;
      };
}
