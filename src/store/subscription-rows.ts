import type { Subscription } from '../model/subscription.ts';
import type { SubscriptionRow } from './schema.ts';

export function toSubscription(row: SubscriptionRow): Subscription {
  return {
    id: row.id,
    serverId: row.server_id ?? undefined,
    memberId: row.member_id ?? undefined,
    feedId: row.feed_id ?? undefined,
    destinationId: row.destination_id,
    tags: tagsOf(row.tags),
    except: tagsOf(row.except_tags),
    author: row.author ?? undefined,
    pingRole: row.ping_role ?? undefined,
  };
}

export function tagsOf(json: string): string[] {
  return JSON.parse(json) as string[]; // Written by the store alone.
}
