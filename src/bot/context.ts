import type { REST } from 'discord.js';
import type { Destinations } from '../discord/destinations/index.ts';
import type { Discovery } from '../feed/discover.ts';
import type { ArticleDigest } from '../model/article.ts';
import type { Feed } from '../model/feed.ts';
import type { Store } from '../store/index.ts';
import type { Command } from './command.ts';
import type { Reply } from './reply.ts';
import type { Rights } from './rights.ts';

/** Who asks, and from where. */
export interface Caller {
  /** Herald's own, as Discord names it here. */
  readonly applicationId: string;
  readonly userId: string;
  /** Undefined in a direct message. */
  readonly serverId: string | undefined;
  readonly channelId: string;
  /** The message whose button was pressed. */
  readonly messageId: string | undefined;
  /** Has Manage Server there. */
  readonly mayManage: boolean;
  /** What Herald may do in that channel and in those that the command names. */
  readonly rights: Rights;
}

/** What every command can reach. */
export interface Context {
  readonly store: Store;
  readonly rest: REST;
  readonly destinations: Destinations;
  readonly commands: readonly Command[];
  readonly limits: Limits;
  /** How long posting rests, in milliseconds, because Discord asks for it or has refused too much; 0: it goes on. */
  readonly restMs: () => number;
  readonly now: () => number;
  /** Finds the feeds behind an address that a member typed; what they say now is not stored. */
  readonly find: (typed: string) => Promise<Discovery<FeedNow>>;
  /** Polls a feed now, whatever its next poll is; on a feed's first poll nothing is posted. */
  readonly poll: (feed: Feed) => Promise<unknown>;
  /** What a member is told below the reply to their next command, if anything. */
  readonly note: (caller: Caller, context: Context) => Promise<Reply | undefined>;
  /** New deliveries are owed: the sender need not rest. */
  readonly owed: () => void;
}

/** What a feed says at the moment. */
export interface FeedNow extends Pick<Feed, 'title' | 'link'> {
  readonly articles: readonly ArticleDigest[];
}

/** What one server or one member may use of a host that many share. */
export interface Limits {
  readonly feedsPerServer: number;
  readonly subscriptionsPerServer: number;
  readonly subscriptionsPerMember: number;
  readonly commandsPerMinute: number;
}

/** Up to 25 proposals for what a member is typing. */
export type Suggest = (typed: string, caller: Caller, context: Context) => Promise<readonly Suggestion[]>;

export interface Suggestion {
  readonly name: string;
  readonly value: string;
}
