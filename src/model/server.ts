/** How a server's posts look: an embed with text and picture, an embed of a few lines, or the bare link. */
export type Look = 'full' | 'compact' | 'link';

/** What a Discord server (a guild) has set. */
export interface Server {
  readonly id: string;
  /** The channel where its admins are told what they should know. */
  readonly noticesChannel: string | undefined;
  readonly look: Look;
  /** Whether posts bear the name and the picture of their feed, where Herald may make a webhook. */
  readonly asFeed: boolean;
  /** Whether posts in announcement channels are published to the servers that follow them. */
  readonly publishes: boolean;
  /** The most posts that each of its channels gets in an hour; undefined: what the host has set. */
  readonly postsPerHour: number | undefined;
}
