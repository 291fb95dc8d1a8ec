import type { Generated } from 'kysely';

/** A feed's subscription at the hub that it names. */
export interface HubSubscriptionTable {
  feed_id: number;
  hub: string;
  topic: string;
  /** The end of the address that the hub calls: whoever knows it is taken for the hub. */
  token: string;
  secret: string;
  mode: 'subscribe' | 'unsubscribe';
  /** When the hub is to be asked next. */
  due_at: number;
  /** Requests in a row that the hub has not confirmed yet. */
  failures: Generated<number>;
  asked_at: number | null;
  /** Null: the hub has not agreed, or no longer. */
  lease_until: number | null;
  notified_at: number | null;
  silent_polls: Generated<number>;
  reason: string | null;
}
