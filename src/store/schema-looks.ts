/** Webhooks that Herald made, by the channel in which they speak. */
export interface WebhookTable {
  channel_id: string;
  id: string;
  /** A secret: whoever has it speaks there. */
  token: string;
}

/** Messages that are to be published, or were within the last hour. Instants are epoch milliseconds. */
export interface PublishingTable {
  message_id: string;
  channel_id: string;
  created_at: number;
  /** Null: it was published. */
  next_try_at: number | null;
  published_at: number | null;
}
