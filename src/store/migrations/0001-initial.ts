import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

import { createArticles, createCounts, createTexts } from './0001-articles.ts';
import { createCache } from './0001-cache.ts';
import { createDeliveries, createPings } from './0001-deliveries.ts';
import { createFeeds, createHosts } from './0001-feeds.ts';
import { createNotices } from './0001-notices.ts';
import { createDestinations, createServers } from './0001-servers.ts';
import { createSubscriptionTags, createSubscriptions } from './0001-subscriptions.ts';
import type { Facts } from './facts.ts';

/** `bigint` throughout: PostgreSQL's integer holds no epoch milliseconds, and to SQLite the two are one. */
export function initial(facts: Facts): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      await createFeeds(db, facts);
      await createHosts(db, facts);
      await createArticles(db, facts);
      await createTexts(db);
      await createCounts(db, facts);
      await createServers(db, facts);
      await createDestinations(db, facts);
      await createSubscriptions(db, facts);
      await createSubscriptionTags(db, facts);
      await createDeliveries(db, facts);
      await createPings(db, facts);
      await createNotices(db, facts);
      await createCache(db, facts);
    },
  };
}
