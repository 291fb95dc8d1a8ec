import type { Generated, Selectable } from 'kysely';

import type { Look } from '../model/server.ts';
import type { PublishingTable, WebhookTable } from './schema-looks.ts';
import type { DeliveryPingTable, DeliveryTable, NoticeTable } from './schema-deliveries.ts';
import type { HubSubscriptionTable } from './schema-hubs.ts';

/** The tables after the last migration. Instants are epoch milliseconds, lists JSON texts, flags 0 or 1. */
export interface Tables {
  feeds: FeedTable;
  hosts: HostTable;
  articles: ArticleTable;
  article_keys: ArticleKeyTable;
  article_tags: ArticleTagTable;
  /** Articles whose own page was asked for a picture. */
  article_pages: { article_id: number; asked_at: number };
  article_days: ArticleDayTable;
  feed_tags: FeedTagTable;
  feed_authors: FeedAuthorTable;
  servers: ServerTable;
  server_feeds: ServerFeedTable;
  tag_aliases: TagAliasTable;
  destinations: DestinationTable;
  subscriptions: SubscriptionTable;
  subscription_tags: SubscriptionTagTable;
  deliveries: DeliveryTable;
  delivery_pings: DeliveryPingTable;
  notices: NoticeTable;
  webhooks: WebhookTable;
  publishings: PublishingTable;
  hub_subscriptions: HubSubscriptionTable;
  cache: CacheTable;
}

interface FeedTable {
  id: Generated<number>;
  url: string;
  /** What is asked: `url`, or where the feed has moved for good. */
  poll_url: string;
  /** Of `poll_url`. */
  host: string;
  moving_to: string | null;
  moving_polls: Generated<number>;
  title: string | null;
  link: string | null;
  language: string | null;
  /** The address of a picture that stands for it. */
  icon: string | null;
  etag: string | null;
  last_modified: string | null;
  /** The address that gave these two; null: the one that is asked. */
  validators_url: string | null;
  fingerprint: string | null;
  created_at: number;
  /** Null: no subscription wants the feed. */
  next_poll_at: number | null;
  claimed_until: number | null;
  last_polled_at: number | null;
  baselined_at: number | null;
  /** How many are stored. */
  articles: Generated<number>;
  pace_seconds: Generated<number>;
  /** JSON of a Skip. */
  skip: string | null;
  /** How many articles had already left the window when they were found. */
  found_behind: Generated<number>;
  /** Null: none was missed that is known of; else the poll after which, the last time, some may have been. */
  missed_since: number | null;
  /** Not null: the database is a backup, taken then, and the feed was not polled since it was restored. */
  doubted_since: number | null;
  failures: Generated<number>;
  failing_since: number | null;
  last_error: string | null;
  /** Not null: it is asked no more. */
  disabled_at: number | null;
  disabled_reason: string | null;
}

/** Hosts that want, or wanted, to be left alone. */
interface HostTable {
  /** With its port, if it names one. */
  host: string;
  paused_until: number;
}

interface ArticleTable {
  id: Generated<number>;
  feed_id: number;
  /** The one under which it was first met; article_keys has all. */
  key: string;
  alias: string | null;
  title: string;
  link: string | null;
  authors: string;
  tags: string;
  published: number | null;
  image: string | null;
  excerpt: string;
  first_seen_at: number;
  /** When its feed last showed another title, link, picture or text. */
  changed_at: number | null;
  /** Of all that its feed said of it when it was read last; null: that was by a Herald that noted none. */
  fingerprint: number | null;
}

interface ArticleKeyTable {
  feed_id: number;
  key: string;
  article_id: number;
}

interface ArticleTagTable {
  article_id: number;
  /** Folded. */
  tag: string;
}

/** How many articles of a feed were published on a day: all (the empty tag), or those with a folded tag. */
interface ArticleDayTable {
  feed_id: number;
  /** Days of UTC since the epoch. */
  day: number;
  tag: string;
  articles: number;
}

/** The tags that a feed has used: folded, as it first wrote them, and on how many articles. */
interface FeedTagTable {
  feed_id: number;
  tag: string;
  written: string;
  articles: number;
}

/** The authors of a feed, one row for each word of a name that somebody may begin to type. */
interface FeedAuthorTable {
  feed_id: number;
  /** The folded name from that word on. */
  start: string;
  /** The folded name. */
  author: string;
  written: string;
  articles: number;
}

interface ServerTable {
  id: string;
  notices_channel: string | null;
  look: Generated<Look>;
  /** 1: posts bear the name and the picture of their feed. */
  as_feed: Generated<number>;
  /** 1: posts in announcement channels are published. */
  publishes: Generated<number>;
  /** The most that each channel gets in an hour; null: what the host has set. */
  posts_an_hour: number | null;
  created_at: number;
}

interface ServerFeedTable {
  server_id: string;
  feed_id: number;
  /** Null: the host's settings. */
  added_by: string | null;
  added_at: number;
  /** Not null: nothing of the feed is owed to the server's subscriptions. */
  paused_at: number | null;
}

/** Both folded. */
interface TagAliasTable {
  server_id: string;
  tag: string;
  means: string;
}

/** A destination is a lane: its deliveries leave one after another, in the order of their ids. */
interface DestinationTable {
  id: Generated<number>;
  kind: string;
  address: string;
  server_id: string | null;
  /** Null: nothing waits. */
  next_send_at: number | null;
  claimed_until: number | null;
  forbidden_tries: Generated<number>;
  closed_at: number | null;
  closed_reason: string | null;
}

interface SubscriptionTable {
  id: Generated<number>;
  /** Null: every feed of the server. */
  feed_id: number | null;
  server_id: string | null;
  member_id: string | null;
  destination_id: number;
  created_at: number;
  /** 1: made by the settings FEED_URL and CHANNEL_ID, and ended by them. */
  fixed: Generated<number>;
  /** As they were asked for, folded; subscription_tags has what the server's aliases make of them. */
  tags: string;
  except_tags: string;
  /** Folded. */
  author: string | null;
  ping_role: string | null;
}

interface SubscriptionTagTable {
  subscription_id: number;
  /** Repeated from the subscription, so that an index leads from an article to those who may want it. */
  feed_id: number | null;
  /** Only of a subscription to every feed of a server; feed_id is null then. */
  server_id: string | null;
  /** Folded; empty for "every article". */
  tag: string;
  /** 1: wanted, 0: an article with it is kept back. */
  wanted: number;
}

interface CacheTable {
  namespace: string;
  key: string;
  value: string;
  expires_at: number | null;
}

export type FeedRow = Selectable<FeedTable>;
export type ArticleRow = Selectable<ArticleTable>;
export type SubscriptionRow = Selectable<SubscriptionTable>;
