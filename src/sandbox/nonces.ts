/** What Discord remembers of nonces sent with `enforce_nonce`: https://discord.com/developers/docs/resources/message#create-message */
export interface Nonces {
  /** The id of the message that the nonce made, when it was not too long ago. */
  find(channelId: string, authorId: string, nonce: string | number, now: number): string | undefined;
  remember(channelId: string, authorId: string, nonce: string | number, messageId: string, now: number): void;
}

/** @param windowMs how long a nonce is remembered: "the past few minutes", says Discord. */
export function createNonces(windowMs: number): Nonces {
  // In the order of their making, so that the outdated ones are in front.
  const made = new Map<string, { readonly messageId: string; readonly at: number }>();
  const forget = (now: number) => {
    for (const [key, { at }] of made) {
      if (now - at < windowMs) return;
      made.delete(key);
    }
  };
  return {
    find: (channelId, authorId, nonce, now) => {
      forget(now);
      return made.get(`${channelId} ${authorId} ${nonce}`)?.messageId;
    },
    remember: (channelId, authorId, nonce, messageId, now) => {
      made.set(`${channelId} ${authorId} ${nonce}`, { messageId, at: now });
    },
  };
}
