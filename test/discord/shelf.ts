import type { Webhook, WebhookShelf } from '../../src/discord/webhooks.ts';

/** A place for webhooks that lasts as long as a test. */
export function shelf(): WebhookShelf {
  const kept = new Map<string, Webhook>();
  return {
    get: (channelId) => Promise.resolve(kept.get(channelId)),
    keep: (channelId, { id, token }) => Promise.resolve(void kept.set(channelId, { id, token })),
    drop: (channelId) => Promise.resolve(void kept.delete(channelId)),
  };
}
