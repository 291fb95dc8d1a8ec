import type { Generated } from 'kysely';

export type DeliveryState = 'waiting' | 'sent' | 'skipped' | 'abandoned';

/** One article owed to one destination. Instants are epoch milliseconds. */
export interface DeliveryTable {
  id: Generated<number>;
  article_id: number;
  destination_id: number;
  state: DeliveryState;
  reason: string | null;
  /** Claims: a process may have died during any of them. */
  attempts: Generated<number>;
  /** Tries that were answered, and not well. */
  failures: Generated<number>;
  created_at: number;
  first_tried_at: number | null;
  finished_at: number | null;
  message_id: string | null;
  /**
   * The first of the deliveries that leave in one message, this one among them. Its own id, and no other's: it leaves alone,
   * which is settled. Null: what goes with it is settled when its turn comes.
   */
  fold_id: number | null;
  /** How often its message was edited. */
  edits: Generated<number>;
  /** When its message is to be edited, or the lease of an edit runs out; null: it says what is to be said. */
  next_edit_at: number | null;
}

export interface DeliveryPingTable {
  delivery_id: number;
  role_id: string;
}

/** What a server's admins are yet to be told; of a feed or an article that was given up, or of a channel that was closed. */
export interface NoticeTable {
  id: Generated<number>;
  server_id: string;
  feed_id: number | null;
  channel_id: string | null;
  article_id: number | null;
  reason: string;
  created_at: number;
  next_send_at: number;
  claimed_until: number | null;
}
